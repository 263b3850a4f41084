package dev.eci.webhook.cluster;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Optional;

/**
 * Whether the engines of all nodes give pods user namespaces, as the agents report it. Of thousands
 * of nodes no more than that one word is kept.
 */
final class PodUserNamespaces {
  private final SharedIndexInformer<EciNode> nodes;

  PodUserNamespaces(KubernetesClient client) {
    nodes = client.resources(EciNode.class).runnableInformer(0);
    nodes.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            EciNode.class,
            client.getKubernetesSerialization(),
            "status.capabilities.podUserNamespaces"));
  }

  SharedIndexInformer<EciNode> informer() {
    return nodes;
  }

  /** A node that has not reported yet cannot run protected pods either way. */
  boolean everywhere() {
    return nodes.getStore().list().stream()
        .map(EciNode::getStatus)
        .noneMatch(status ->
            Optional.ofNullable(status)
                .map(EciNodeStatus::capabilities)
                .map(can -> Boolean.FALSE.equals(can.podUserNamespaces()))
                .orElse(false));
  }
}
