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
 * Stands in a caller's pipeline until there is a connection to the engine to join it with, and
 * keeps what the caller says before. All of it on the caller's event loop.
 */
final class PendingUpgradeHandler extends ChannelInboundHandlerAdapter {
  /**
   * Bytes that may wait. Nothing is read meanwhile: what comes is what was read before, with
   * HTTP/2's preface or behind a request, and clients send some hundred bytes of that.
   */
  static final int MAX_WAITING_BYTES = 512 << 10;

  private final Consumer<PendingUpgradeHandler> onStart;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private int bytes;
  private @Nullable ChannelHandlerContext callerChannel;
  private @Nullable Channel engines;

  /**
   * Not joined yet.
   *
   * @param begin asks the engine for a connection, as soon as this stands in its pipeline
   */
  PendingUpgradeHandler(Consumer<PendingUpgradeHandler> begin) {
    this.onStart = begin;
  }

  Channel callerChannel() {
    return Objects.requireNonNull(callerChannel).channel();
  }

  /** There is a connection: it is closed when the caller's is. */
  void engineConnected(Channel made) {
    engines = made;
    if (!callerChannel().isActive()) {
      var _ = made.close();
    }
  }

  /** Passes on what waited; from now on {@code joining} has the word. */
  void join(Http2Joiner http2Joiner) {
    ChannelHandlerContext context = Objects.requireNonNull(callerChannel);
    Channel own = context.channel();
    http2Joiner.join(own, Objects.requireNonNull(engines));
    for (ByteBuf early = waiting.poll(); early != null; early = waiting.poll()) {
      context.fireChannelRead(early);
    }
    own.pipeline().remove(this);
    own.config().setAutoRead(true);
    var _ = own.read();
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
    if (engines != null) {
      var _ = engines.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
