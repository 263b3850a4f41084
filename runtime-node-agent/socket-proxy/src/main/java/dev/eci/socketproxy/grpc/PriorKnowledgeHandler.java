package dev.eci.socketproxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import java.util.function.Consumer;

/**
 * A caller who speaks HTTP/2 at once: the engine is asked for a connection, then both are joined.
 *
 * @param onUnavailable told why the engine cannot be reached
 */
record PriorKnowledgeHandler(Bootstrap engine, Http2Joiner joining, Consumer<String> onUnavailable)
    implements Consumer<PendingUpgradeHandler> {
  @Override
  public void accept(PendingUpgradeHandler pendingUpgradeHandler) {
    var _ =
        engine
            .connect()
            .addListener(connected -> {
              if (!connected.isSuccess()) {
                onUnavailable.accept(String.valueOf(connected.cause().getMessage()));
                var _ = pendingUpgradeHandler.callerChannel().close();
                return;
              }
              pendingUpgradeHandler.engineConnected(((ChannelFuture) connected).channel());
              if (pendingUpgradeHandler.callerChannel().isActive()) {
                pendingUpgradeHandler.join(joining);
              }
            });
  }
}
