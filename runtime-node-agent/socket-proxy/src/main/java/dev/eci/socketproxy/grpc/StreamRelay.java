// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/** Relays the frames of a stream of one side to its counterpart on the other side. */
class StreamRelay extends ChannelInboundHandlerAdapter {
  private final Channel other;
  private boolean ended;

  StreamRelay(Channel other) {
    this.other = other;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    forward(message);
    if (!other.isWritable()) {
      context.channel().config().setAutoRead(false);
    }
  }

  void forward(Object message) {
    switch (message) {
      case Http2HeadersFrame head -> {
        var _ =
            write(
                new DefaultHttp2HeadersFrame(head.headers(), head.isEndStream()),
                head.isEndStream());
      }
      case Http2DataFrame data -> {
        var _ =
            write(
                new DefaultHttp2DataFrame(data.content(), data.isEndStream()), data.isEndStream());
      }
      case Http2ResetFrame reset -> reset(reset);
      default -> ReferenceCountUtil.release(message);
    }
  }

  /** Forwards data; {@code onSent} is called when the other side has taken it, or never will. */
  final void forward(Http2DataFrame data, Runnable onSent) {
    var _ =
        write(new DefaultHttp2DataFrame(data.content(), data.isEndStream()), data.isEndStream())
            .addListener(_ -> onSent.run());
  }

  private ChannelFuture write(Object frame, boolean last) {
    ended |= last;
    return other.write(frame);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // resets arrive as events
    if (event instanceof Http2ResetFrame reset) {
      reset(reset);
    }
  }

  /**
   * A reset after the end of the stream only reports that no more is wanted. It could overtake what
   * was sent before, so it is dropped.
   */
  private void reset(Http2ResetFrame reset) {
    if (!ended) {
      var _ = write(new DefaultHttp2ResetFrame(reset.errorCode()), true);
    }
    flush(other);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush(other);
  }

  /**
   * A stream may defer its flush to the end of a read that does not come; so flush the parent too.
   */
  static void flush(Channel stream) {
    stream.flush();
    stream.parent().flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    other.config().setAutoRead(context.channel().isWritable());
  }

  /**
   * A stream that has ended may still be written on the other side; one that was reset is closed
   * there too.
   */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    // channelReadComplete does not come for a stream that ends within a read
    flush(other);
    if (!ended) {
      var _ = other.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
