package dev.eci.socketproxy.grpc;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;

/** Passes on what comes on a stream of one side to its counterpart on the other. */
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
      case Http2HeadersFrame head ->
          write(
              new DefaultHttp2HeadersFrame(head.headers(), head.isEndStream()), head.isEndStream());
      case Http2DataFrame data ->
          write(new DefaultHttp2DataFrame(data.content(), data.isEndStream()), data.isEndStream());
      case Http2ResetFrame reset -> reset(reset);
      default -> ReferenceCountUtil.release(message);
    }
  }

  private void write(Object frame, boolean last) {
    ended |= last;
    var _ = other.write(frame);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // resets come this way
    if (event instanceof Http2ResetFrame reset) {
      reset(reset);
    }
  }

  /**
   * One behind the end only says that no more is wanted, and could overtake what was sent before.
   */
  private void reset(Http2ResetFrame reset) {
    if (!ended) {
      write(new DefaultHttp2ResetFrame(reset.errorCode()), true);
    }
    flush(other);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    flush(other);
  }

  /** A stream's own flush may be put off to the end of a read that does not come. */
  static void flush(Channel stream) {
    stream.flush();
    stream.parent().flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    other.config().setAutoRead(context.channel().isWritable());
  }

  /**
   * What has come to its end may still be on its way out; what was cut off is cut off there too.
   */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    // a stream that ends within a read is not told that the read is complete
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
