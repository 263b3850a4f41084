// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.inventory.UnprotectedEntry;
import dev.eci.support.metrics.Metrics;
import java.util.function.Supplier;

/** The gauges of a node: what its inventory last found. */
final class NodeMetrics {
  private static final String CONTAINERS = "eci_containers";
  private static final String CONTAINERS_HELP = "Running containers, sandboxes left out.";
  private static final String UNPROTECTED = "eci_unprotected_containers";
  private static final String UNPROTECTED_HELP = "Running unprotected containers, by the reason.";

  private NodeMetrics() {}

  static void add(Metrics metrics, Supplier<Snapshot> last) {
    metrics.gauge(
        CONTAINERS,
        CONTAINERS_HELP,
        "state",
        "protected",
        () -> last.get().counts().protectedCount());
    metrics.gauge(
        CONTAINERS,
        CONTAINERS_HELP,
        "state",
        "unprotected",
        () -> last.get().counts().unprotectedCount());
    for (UnprotectedEntry.Reason reason : UnprotectedEntry.Reason.values()) {
      metrics.gauge(
          UNPROTECTED,
          UNPROTECTED_HELP,
          "reason",
          reason.name(),
          () -> last.get().unprotected().stream().filter(u -> u.reason() == reason).count());
    }
  }
}
