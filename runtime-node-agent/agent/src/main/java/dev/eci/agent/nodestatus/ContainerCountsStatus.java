// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.agent.inventory.Snapshot;
import dev.eci.agent.inventory.UnprotectedEntry;
import dev.eci.crds.v1alpha1.EciNodeStatus.ContainerCounts;
import dev.eci.crds.v1alpha1.EciNodeStatus.UnprotectedContainer;
import java.util.List;

/**
 * Containers as the status shows them. The list is truncated: every watcher keeps the statuses of
 * thousands of nodes in memory. The count is complete.
 */
final class ContainerCountsStatus {
  static final int LISTED = 50;

  private ContainerCountsStatus() {}

  static ContainerCounts of(Snapshot found) {
    List<UnprotectedContainer> listed =
        found.unprotected().stream().limit(LISTED).map(ContainerCountsStatus::entry).toList();
    return new ContainerCounts(
        found.counts().protectedCount(),
        found.counts().unprotectedCount(),
        listed.isEmpty() ? null : listed);
  }

  private static UnprotectedContainer entry(UnprotectedEntry container) {
    return new UnprotectedContainer(
        container.namespace(), container.pod(), container.container(), container.reason().name());
  }
}
