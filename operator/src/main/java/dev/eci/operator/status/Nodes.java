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
public record Nodes(int ready, List<String> notReady) {
  public Nodes {
    notReady = List.copyOf(notReady);
  }

  public static Nodes of(Collection<EciNode> nodes) {
    List<String> notReady =
        nodes.stream()
            .filter(node -> !isReady(node))
            .map(node -> node.getMetadata().getName())
            .sorted()
            .toList();
    return new Nodes(nodes.size() - notReady.size(), notReady);
  }

  /** What the node's agent says of itself. */
  public static boolean isReady(EciNode node) {
    return node.getStatus() != null
        && Conditions.isTrue(node.getStatus().conditions(), Conditions.READY);
  }

  int total() {
    return ready + notReady.size();
  }

  NodeCounts counts() {
    return new NodeCounts(ready, total(), ready + "/" + total());
  }
}
