// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a connection. */
class RequestHeadFuzzTest {
  private static final int ROUNDS = 64;

  @DictionaryEntries({
    "GET / HTTP/1.1\\x0D\\x0A",
    "POST /build HTTP/1.1\\x0D\\x0A",
    "Host: a\\x0D\\x0A",
    "Content-Length: 1\\x0D\\x0A",
    "\\x0D\\x0A\\x0D\\x0A",
    "Transfer-Encoding: chunked\\x0D\\x0A",
    "0\\x0D\\x0A\\x0D\\x0A",
    "1\\x0D\\x0Ax\\x0D\\x0A",
    " ",
    "\\x09",
    ":",
    "Connection: ",
    "Upgrade: tcp\\x0D\\x0A",
    "HTTP/1.0",
    "\\x0A",
    "Expect: 100-continue\\x0D\\x0A",
    "Content-Type: "
  })
  @FuzzTest
  void readsTheSameHoweverItArrives(byte[] sent) {
    List<String> whole = read(sent, sent.length);
    assertThat(read(sent, 1)).isEqualTo(whole);
    assertThat(read(sent, 7)).isEqualTo(whole);
  }

  /** A head that is accepted is one request to the engine as well, with the same target. */
  @DictionaryEntries({
    "GET / HTTP/1.1\\x0D\\x0A",
    "Host: a\\x0D\\x0A",
    "Content-Length: 1\\x0D\\x0A",
    "\\x0D\\x0A\\x0D\\x0A",
    "Connection: content-length\\x0D\\x0A",
    "Transfer-Encoding: chunked\\x0D\\x0A",
    "\\x0D\\x0A\\x0D\\x0AGET /x HTTP/1.1\\x0D\\x0A"
  })
  @FuzzTest
  void engineReadsOneRequest(byte[] sent) {
    for (HttpRequest request : accepted(sent)) {
      RequestHead.forEngine(request, "/_ping");
      EmbeddedChannel encoder = new EmbeddedChannel(new HttpRequestEncoder());
      encoder.writeOutbound(RequestHead.whole(request));
      ByteBuf bytes = Unpooled.buffer();
      for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
        bytes.writeBytes(part);
        part.release();
      }
      encoder.finishAndReleaseAll();
      String text = bytes.toString(StandardCharsets.ISO_8859_1);
      bytes.release();
      assertThat(text.indexOf("\r\n\r\n")).isEqualTo(text.length() - 4);
      assertThat(text.split("\r\n")[0]).endsWith(" /_ping HTTP/1.1");
      List<HttpRequest> again = accepted(text.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(again).hasSize(1);
      assertThat(again.getFirst().headers().names())
          .noneMatch(name -> name.equalsIgnoreCase("upgrade") || name.equalsIgnoreCase("te"));
    }
  }

  private static List<HttpRequest> accepted(byte[] sent) {
    List<HttpRequest> accepted = new ArrayList<>();
    for (Object message : messages(sent, sent.length)) {
      if (message instanceof HttpRequest request
          && request.decoderResult().isSuccess()
          && RequestHead.problem(request).isEmpty()) {
        accepted.add(request);
      }
      ReferenceCountUtil.release(message);
    }
    return accepted;
  }

  /** What the decoder emits, as texts; the bytes of one body are joined. */
  private static List<String> read(byte[] sent, int piece) {
    List<String> read = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (Object message : messages(sent, piece)) {
      if (message instanceof HttpRequest request) {
        read.add(
            request.decoderResult().isSuccess()
                ? request.method() + " " + request.uri() + " " + request.headers().entries()
                : "malformed");
      } else if (message instanceof HttpContent content && content.decoderResult().isSuccess()) {
        body.append(content.content().toString(StandardCharsets.ISO_8859_1));
      } else if (message instanceof MalformedMessageException || message instanceof HttpContent) {
        read.add("malformed");
      }
      ReferenceCountUtil.release(message);
    }
    read.add(body.toString());
    int bad = read.indexOf("malformed");
    return bad < 0 ? read : read.subList(0, bad + 1);
  }

  /** Up to the first malformed message, as the proxy ends the connection then. */
  private static List<Object> messages(byte[] sent, int piece) {
    RequestDecoder decoder =
        new RequestDecoder(new RequestMemories().heads().share(RequestMemory.Account.ofPeer(0)));
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    List<Object> messages = new ArrayList<>();
    try {
      for (int at = 0; at < sent.length && channel.isOpen(); at += piece) {
        channel.writeInbound(Unpooled.copiedBuffer(sent, at, Math.min(piece, sent.length - at)));
        if (!drain(channel, decoder, messages)) {
          break;
        }
      }
    } finally {
      channel.finishAndReleaseAll();
    }
    return messages;
  }

  private static boolean drain(
      EmbeddedChannel channel, RequestDecoder decoder, List<Object> messages) {
    for (int i = 0; i < ROUNDS; i++) {
      boolean any = false;
      for (Object message = channel.readInbound();
          message != null;
          message = channel.readInbound()) {
        any = true;
        messages.add(message);
        if (message instanceof MalformedMessageException
            || (message instanceof HttpRequest request && request.decoderResult().isFailure())
            || (message instanceof HttpContent content && content.decoderResult().isFailure())) {
          return false;
        }
      }
      if (!any) {
        return true;
      }
      try {
        decoder.proceed();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return false;
  }
}
