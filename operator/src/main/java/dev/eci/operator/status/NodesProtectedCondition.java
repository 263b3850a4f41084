package dev.eci.operator.status;

import java.util.List;

/** Whether every node can run protected pods. */
final class NodesProtectedCondition {
  private static final int NAMES_MAX = 5;

  private NodesProtectedCondition() {}

  static Verdict verdict(Facts facts) {
    Nodes nodes = facts.nodes();
    if (nodes.total() == 0) {
      return Verdict.unknown(
          "NoNodes", "no node has reported yet: is the agent's DaemonSet running?");
    }
    if (nodes.notReady().isEmpty()) {
      return Verdict.yes(
          "AllNodesReady", "%d of %1$d nodes can run protected pods".formatted(nodes.total()));
    }
    return Verdict.no(
        "NodesNotReady",
        "%d of %d nodes cannot run protected pods: %s; see kubectl describe ecinode"
            .formatted(nodes.notReady().size(), nodes.total(), names(nodes.notReady())));
  }

  private static String names(List<String> notReady) {
    String first = String.join(", ", notReady.subList(0, Math.min(NAMES_MAX, notReady.size())));
    int more = notReady.size() - NAMES_MAX;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
