// SPDX-License-Identifier: Apache-2.0
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

/** Decodes the engine's responses. What follows a response that opens a stream stays as bytes. */
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
   * Which kind of response comes next.
   *
   * @param toHead whether it has no body, whatever its headers say
   * @param opensStream whether the connection may become a stream with it
   */
  void expect(boolean toHead, boolean opensStream) {
    head = toHead;
    mayOpenStream = opensStream;
  }

  /** Whether the response that was just read opens a stream. */
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
    if (mayOpenStream && out.size() > before && out.get(before) instanceof HttpResponse response) {
      stream = isStreamResponse(response);
    }
  }

  /**
   * Engines respond with 101 to a request for an upgrade, and otherwise with 200 without framing.
   */
  private static boolean isStreamResponse(HttpResponse response) {
    if (response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
      return true;
    }
    return response.status().code() == HttpResponseStatus.OK.code()
        && !response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }
}
