// SPDX-License-Identifier: Apache-2.0
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

/** Relays the bytes of one side of a stream to the other, and the end of its input. */
// a failure closes the connection, and channelInactive reports that
@SuppressWarnings("FutureReturnValueIgnored")
final class Tunnel extends ChannelInboundHandlerAdapter {
  private final DuplexChannel other;
  private @Nullable Tunnel twin;
  private boolean ended;
  private boolean delivered;

  private Tunnel(DuplexChannel other) {
    this.other = other;
  }

  /** Two for one stream: the first reads from {@code a}, the second from {@code b}. */
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
      // the end of the response that opened the stream
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

  /** Ends the output of the other side, after what is still to be written there. */
  void end(Channel channel) {
    if (ended) {
      return;
    }
    ended = true;
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> delivered(channel));
  }

  private void delivered(Channel channel) {
    delivered = true;
    if (twin != null && twin.delivered) {
      other.close();
      channel.close();
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
    // a side that cannot be read or written is closed
    context.close();
  }
}
