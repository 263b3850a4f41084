// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.v1alpha1.PolicyConditionReasons;
import java.util.List;

/** Whether every node can run protected pods. */
final class NodesProtectedCondition {
  private static final int NAMES_MAX = 5;

  private NodesProtectedCondition() {}

  static ConditionValue verdict(StatusInputs statusInputs) {
    NodeSummary nodeSummary = statusInputs.nodes();
    if (nodeSummary.total() == 0) {
      return ConditionValue.unknown(
          PolicyConditionReasons.NO_NODES,
          "no node has reported yet: is the agent's DaemonSet running?");
    }
    if (nodeSummary.notReady().isEmpty()) {
      return ConditionValue.yes(
          PolicyConditionReasons.ALL_NODES_READY,
          "%d of %1$d nodes can run protected pods".formatted(nodeSummary.total()));
    }
    return ConditionValue.no(
        PolicyConditionReasons.NODES_NOT_READY,
        "%d of %d nodes cannot run protected pods: %s; see kubectl describe ecinode"
            .formatted(
                nodeSummary.notReady().size(), nodeSummary.total(), names(nodeSummary.notReady())));
  }

  private static String names(List<String> notReady) {
    String first = String.join(", ", notReady.subList(0, Math.min(NAMES_MAX, notReady.size())));
    int more = notReady.size() - NAMES_MAX;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
