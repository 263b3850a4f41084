// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeSpec.DesiredState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Requests the agents to remove what they installed, and reads their progress. */
final class NodeRemovalRequests {
  private static final String REMOVE =
      "{\"metadata\":{\"annotations\":{\"%s\":\"true\"}},\"spec\":{\"desiredState\":\"Removed\"}}"
          .formatted(EciNode.REMOVED_BY_UNINSTALL);

  private final KubernetesClient client;

  NodeRemovalRequests(KubernetesClient client) {
    this.client = client;
  }

  /** Called repeatedly, to include nodes that join in the meantime. */
  List<NodeRemoval> requestRemovals() {
    Map<String, Node> nodes =
        client.nodes().list().getItems().stream()
            .collect(Collectors.toMap(node -> node.getMetadata().getName(), Function.identity()));
    return client.resources(EciNode.class).list().getItems().stream()
        .map(this::requestRemoval)
        .map(eciNode ->
            NodeRemoval.of(
                eciNode, Optional.ofNullable(nodes.get(eciNode.getMetadata().getName()))))
        .toList();
  }

  private EciNode requestRemoval(EciNode node) {
    if (node.getSpec() != null && node.getSpec().desiredState() == DesiredState.Removed) {
      return node;
    }
    return client.resource(node).patch(PatchContext.of(PatchType.JSON_MERGE), REMOVE);
  }
}
