package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import java.util.List;

/**
 * Looks whether a connection begins with HTTP/2's preface (RFC 9113, section 3.4), which no
 * HTTP/1.1 request does, and steps aside if it does not.
 */
final class Http2PrefaceDetector extends ByteToMessageDecoder {
  private static final ByteBuf WHOLE = Http2CodecUtil.connectionPrefaceBuf();

  private final Runnable onDetected;
  private boolean isDetected;

  /**
   * At the head of a pipeline.
   *
   * @param begins called once if it does; all that came stays here until this handler is removed
   */
  Http2PrefaceDetector(Runnable begins) {
    this.onDetected = begins;
  }

  boolean isDetected() {
    return isDetected;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isDetected) {
      return;
    }
    int length = Math.min(in.readableBytes(), WHOLE.readableBytes());
    if (!ByteBufUtil.equals(in, in.readerIndex(), WHOLE, WHOLE.readerIndex(), length)) {
      context.pipeline().remove(this);
    } else if (length == WHOLE.readableBytes()) {
      isDetected = true;
      context.channel().config().setAutoRead(false);
      onDetected.run();
    }
  }
}
