package dev.eci.agent.proxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A caller who speaks HTTP/2 at once: the engine is asked for a connection, then both are joined.
 */
final class Native extends ChannelInboundHandlerAdapter {
  private final Bootstrap engine;
  private final Joining joining;
  private final Consumer<String> away;
  private final Queue<Object> waiting = new ArrayDeque<>();
  private @Nullable Channel made;

  Native(Bootstrap engine, Joining joining, Consumer<String> away) {
    this.engine = engine;
    this.joining = joining;
    this.away = away;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    context.channel().config().setAutoRead(false);
    var _ =
        engine
            .connect()
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                away.accept(String.valueOf(connected.cause().getMessage()));
                var _ = context.close();
              } else {
                made = ((ChannelFuture) connected).channel();
                join(context, made);
              }
            });
  }

  private void join(ChannelHandlerContext context, Channel to) {
    Channel own = context.channel();
    if (!own.isActive()) {
      var _ = to.close();
      return;
    }
    joining.join(own, to);
    for (Object early = waiting.poll(); early != null; early = waiting.poll()) {
      context.fireChannelRead(early);
    }
    own.pipeline().remove(this);
    own.config().setAutoRead(true);
    var _ = own.read();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf) {
      waiting.add(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    if (made != null) {
      var _ = made.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
