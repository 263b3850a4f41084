// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import java.util.function.Consumer;

/**
 * Serves a caller that starts with HTTP/2: connects to the engine, then joins both connections.
 *
 * @param onUnavailable receives the reason why the engine cannot be reached
 */
record PriorKnowledgeHandler(
    Bootstrap engine, Http2Joiner http2Joiner, Consumer<String> onUnavailable)
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
                pendingUpgradeHandler.join(http2Joiner);
              }
            });
  }
}
