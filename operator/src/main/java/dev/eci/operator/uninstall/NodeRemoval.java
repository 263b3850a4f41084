// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Optional;

/**
 * The progress of one node in removing what the agent installed.
 *
 * @param done whether the uninstall need not wait for this node any more
 */
record NodeRemoval(String node, boolean done, String status) {
  private static final String INSTALLED = "Installed";

  static NodeRemoval of(EciNode eciNode, Optional<Node> node) {
    String name = eciNode.getMetadata().getName();
    if (node.isEmpty()) {
      return new NodeRemoval(name, true, "gone: the cluster has no such node any more");
    }
    Optional<Condition> installed = current(eciNode);
    if (installed.filter(condition -> "False".equals(condition.getStatus())).isPresent()) {
      return new NodeRemoval(name, true, "clean");
    }
    if (!isReachable(node.get())) {
      return new NodeRemoval(
          name, false, "not clean: the node is not Ready, so its agent cannot be reached");
    }
    return new NodeRemoval(
        name,
        false,
        installed
            .map(condition -> "not clean: the agent reports " + text(condition))
            .orElse("not clean: the agent has not responded; is its pod running there?"));
  }

  /**
   * The condition, if the agent has observed the request: an older one describes an earlier state.
   */
  private static Optional<Condition> current(EciNode eciNode) {
    EciNodeStatus status = eciNode.getStatus();
    Long generation = eciNode.getMetadata().getGeneration();
    if (status == null
        || (status.observedGeneration() != null
            && generation != null
            && status.observedGeneration() < generation)) {
      return Optional.empty();
    }
    return Conditions.find(status.conditions(), INSTALLED);
  }

  private static String text(Condition condition) {
    return "%s=%s %s: %s"
        .formatted(
            condition.getType(),
            condition.getStatus(),
            condition.getReason(),
            condition.getMessage());
  }

  private static boolean isReachable(Node node) {
    return node.getStatus() != null
        && node.getStatus().getConditions() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(condition ->
                Conditions.READY.equals(condition.getType())
                    && "True".equals(condition.getStatus()));
  }
}
