// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Detects whether a connection starts with the HTTP/2 preface (RFC 9113, section 3.4), as no
 * HTTP/1.1 request does. If it does not, this handler removes itself.
 */
final class Http2PrefaceDetector extends ByteToMessageDecoder {
  private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

  private final Runnable onDetected;
  private boolean isDetected;

  /**
   * At the head of a pipeline.
   *
   * @param onDetected called once for a preface; the bytes stay here until this handler is removed
   */
  Http2PrefaceDetector(Runnable onDetected) {
    this.onDetected = onDetected;
  }

  boolean isDetected() {
    return isDetected;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isDetected) {
      return;
    }
    int length = Math.min(in.readableBytes(), PREFACE.readableBytes());
    if (!ByteBufUtil.equals(in, in.readerIndex(), PREFACE, PREFACE.readerIndex(), length)) {
      context.pipeline().remove(this);
    } else if (length == PREFACE.readableBytes()) {
      isDetected = true;
      context.channel().config().setAutoRead(false);
      onDetected.run();
    }
  }
}
