// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.support.log.Log;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Serves the metrics of a Docker host's agent, if an address is set. */
public final class HostMetricsServer {
  private static final Log LOG = Log.of(HostMetricsServer.class);

  private HostMetricsServer() {}

  /** Protection does not depend on metrics: if the port is taken, the log says so, and no more. */
  public static Optional<MetricsServer> start(
      Optional<InetSocketAddress> address, Metrics metrics) {
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      MetricsServer server = MetricsServer.start(address.get(), metrics);
      LOG.info("serving metrics", "address", address.get());
      return Optional.of(server);
    } catch (IOException e) {
      LOG.warn("metrics are not served", "address", address.get(), "error", e.getMessage());
      return Optional.empty();
    }
  }
}
