// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Buffers what a caller sends until there is a connection to the engine to join it with. All of it
 * runs on the caller's event loop.
 */
final class PendingUpgradeHandler extends ChannelInboundHandlerAdapter {
  /**
   * Nothing is read meanwhile. What arrives was read before, with the HTTP/2 preface or behind a
   * request, and clients send some hundred bytes of that.
   */
  static final int MAX_WAITING_BYTES = 512 << 10;

  private final Consumer<PendingUpgradeHandler> onStart;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private int bytes;
  private @Nullable ChannelHandlerContext callerChannel;
  private @Nullable Channel engine;

  /**
   * Connects when it is added to a pipeline.
   *
   * @param onStart opens the connection to the engine
   */
  PendingUpgradeHandler(Consumer<PendingUpgradeHandler> onStart) {
    this.onStart = onStart;
  }

  Channel callerChannel() {
    return Objects.requireNonNull(callerChannel).channel();
  }

  /** From now on, the connection to the engine closes when the caller's closes. */
  void engineConnected(Channel connected) {
    engine = connected;
    if (!callerChannel().isActive()) {
      var _ = connected.close();
    }
  }

  /** Replaces this handler by the joined codecs, which get what has waited. */
  void join(Http2Joiner http2Joiner) {
    ChannelHandlerContext context = Objects.requireNonNull(callerChannel);
    Channel channel = context.channel();
    http2Joiner.join(channel, Objects.requireNonNull(engine));
    for (ByteBuf early = waiting.poll(); early != null; early = waiting.poll()) {
      context.fireChannelRead(early);
    }
    channel.pipeline().remove(this);
    channel.config().setAutoRead(true);
    var _ = channel.read();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    callerChannel = context;
    context.channel().config().setAutoRead(false);
    onStart.accept(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf early && early.readableBytes() <= MAX_WAITING_BYTES - bytes) {
      bytes += early.readableBytes();
      waiting.add(early);
      return;
    }
    ReferenceCountUtil.release(message);
    if (message instanceof ByteBuf) {
      var _ = context.close();
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handlerRemoved(context);
    if (engine != null) {
      var _ = engine.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
