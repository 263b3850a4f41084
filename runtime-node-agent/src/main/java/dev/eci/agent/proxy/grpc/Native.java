package dev.eci.agent.proxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import java.util.function.Consumer;

/**
 * A caller who speaks HTTP/2 at once: the engine is asked for a connection, then both are joined.
 *
 * @param away told why the engine cannot be reached
 */
record Native(Bootstrap engine, Joining joining, Consumer<String> away) implements Consumer<Early> {
  @Override
  public void accept(Early early) {
    var _ =
        engine
            .connect()
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                away.accept(String.valueOf(connected.cause().getMessage()));
                var _ = early.callers().close();
                return;
              }
              early.reached(((ChannelFuture) connected).channel());
              if (early.callers().isActive()) {
                early.join(joining);
              }
            });
  }
}
