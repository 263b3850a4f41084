package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** Reads the engine's answers; what follows one that opens a stream is left as it is. */
final class ResponseDecoder extends HttpResponseDecoder {
  private static final int LINE = 64 << 10;
  private static final int HEADERS = 1 << 20;

  private boolean head;
  private boolean mayOpenStream;
  private boolean stream;

  ResponseDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE)
            .setMaxHeaderSize(HEADERS)
            .setMaxChunkSize(1 << 20)
            .setInitialBufferSize(512));
  }

  /**
   * What kind of answer comes next.
   *
   * @param toHead one without a body, whatever its headers say
   * @param opensStream one after which the connection may be a stream
   */
  void expect(boolean toHead, boolean opensStream) {
    head = toHead;
    mayOpenStream = opensStream;
  }

  /** Whether this answer, which was just read, opens a stream. */
  boolean isStreamStart() {
    return stream;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return head || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (stream) {
      return;
    }
    int before = out.size();
    super.decode(context, in, out);
    if (mayOpenStream && out.size() > before && out.get(before) instanceof HttpResponse answer) {
      stream = isStreamResponse(answer);
    }
  }

  /** Engines answer 101 if they were asked for an upgrade, and else 200 without any framing. */
  private static boolean isStreamResponse(HttpResponse answer) {
    if (answer.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      return true;
    }
    return answer.status().code() == HttpResponseStatus.OK.code()
        && !answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !answer.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }
}
