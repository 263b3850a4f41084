package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Passes on what comes from one side of a stream to the other, and the end of it. */
// what fails closes the connection, and that is seen
@SuppressWarnings("FutureReturnValueIgnored")
final class Tunnel extends ChannelInboundHandlerAdapter {
  private final DuplexChannel other;
  private @Nullable Tunnel twin;
  private boolean ended;
  private boolean delivered;

  private Tunnel(DuplexChannel other) {
    this.other = other;
  }

  /** Two that belong together: the one reads from {@code a}, the other from {@code b}. */
  static Tunnel[] between(DuplexChannel a, DuplexChannel b) {
    Tunnel fromA = new Tunnel(b);
    Tunnel fromB = new Tunnel(a);
    fromA.twin = fromB;
    fromB.twin = fromA;
    return new Tunnel[] {fromA, fromB};
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      other.write(bytes, other.voidPromise());
      if (!other.isWritable()) {
        context.channel().config().setAutoRead(false);
      }
    } else {
      // the end of the answer that opened the stream
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    other.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    other.config().setAutoRead(context.channel().isWritable());
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      end(context.channel());
    }
  }

  /** No more comes from this side; what is under way arrives first. */
  void end(Channel own) {
    if (ended) {
      return;
    }
    ended = true;
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> delivered(own));
  }

  private void delivered(Channel own) {
    delivered = true;
    if (twin != null && twin.delivered) {
      other.close();
      own.close();
    } else if (other.isActive()) {
      other.shutdownOutput();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> other.close());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // a side that cannot be read or written is gone
    context.close();
  }
}
