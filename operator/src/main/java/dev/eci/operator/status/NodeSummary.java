// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicyStatus.NodeCounts;
import java.util.Collection;
import java.util.List;

/**
 * The nodes that have reported.
 *
 * @param notReady names, sorted
 */
public record NodeSummary(int ready, List<String> notReady) {
  public NodeSummary {
    notReady = List.copyOf(notReady);
  }

  public static NodeSummary of(Collection<EciNode> nodes) {
    List<String> notReady =
        nodes.stream()
            .filter(node -> !isReady(node))
            .map(node -> node.getMetadata().getName())
            .sorted()
            .toList();
    return new NodeSummary(nodes.size() - notReady.size(), notReady);
  }

  /** By the agent's own report. */
  public static boolean isReady(EciNode node) {
    return node.getStatus() != null
        && Conditions.isTrue(node.getStatus().conditions(), Conditions.READY);
  }

  int total() {
    return ready + notReady.size();
  }

  /**
   * The counts as a status has them.
   *
   * @param isEnforced whether the policy protects pods; otherwise the summary does not read as if
   *     it did
   */
  NodeCounts counts(boolean isEnforced) {
    return new NodeCounts(ready, total(), isEnforced ? ready + "/" + total() : "not protected");
  }
}
