// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.policy.pod.PodUserNamespaceSupport;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeSystemInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What nodes can do, as their agents report it. A cluster may have thousands of nodes, so only two
 * flags of each are kept, and the totals are computed when a node changes, not per review.
 */
final class NodeCapabilityCache implements ResourceEventHandler<EciNode> {
  private static final Logger LOG = Logger.getLogger(NodeCapabilityCache.class);

  /** The flags of one node. */
  private record Capabilities(boolean ready, boolean supportsUserNamespaces) {}

  private final SharedIndexInformer<EciNode> informer;
  private final KubernetesClient client;
  private final Map<String, Capabilities> nodes = new HashMap<>();

  /** Nodes without user namespaces for pods, whose kubelets do not contradict their agents. */
  private final Set<String> confirmed = new HashSet<>();

  private volatile Set<String> ready = Set.of();
  private volatile boolean userNamespaces = true;
  private volatile boolean read;

  NodeCapabilityCache(KubernetesClient client) {
    this.client = client;
    informer = client.resources(EciNode.class).runnableInformer(0);
    informer.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            EciNode.class,
            client.getKubernetesSerialization(),
            "status.capabilities.podUserNamespaces",
            "status.conditions"));
    informer.addEventHandler(this);
  }

  SharedIndexInformer<EciNode> informer() {
    return informer;
  }

  /**
   * Reads the first list: an informer has synced before it calls its handlers. It may request a
   * Node, so it blocks.
   */
  synchronized void readAll() {
    informer.getStore().list().forEach(node -> nodes.put(name(node), capabilities(node)));
    updateTotals();
    read = true;
  }

  boolean isReady() {
    return read;
  }

  /** Ignores nodes that have not reported yet: they cannot run protected pods in either case. */
  boolean supportsUserNamespacesOnAllNodes() {
    return userNamespaces;
  }

  /** Whether the named node can run protected pods, or any node where none is named. */
  boolean canProtect(Optional<String> node) {
    return node.map(ready::contains).orElse(!ready.isEmpty());
  }

  @Override
  public void onAdd(EciNode node) {
    store(node);
  }

  @Override
  public void onUpdate(EciNode before, EciNode after) {
    store(after);
  }

  @Override
  public synchronized void onDelete(EciNode node, boolean lastStateUnknown) {
    nodes.remove(name(node));
    confirmed.remove(name(node));
    updateTotals();
  }

  private synchronized void store(EciNode node) {
    Capabilities now = capabilities(node);
    boolean isChanged = !now.equals(nodes.put(name(node), now));
    if (now.supportsUserNamespaces()) {
      confirmed.remove(name(node));
    }
    // what a kubelet reports follows a change of its container runtime later than the agent's
    // report
    if (isChanged || (!now.supportsUserNamespaces() && confirmed.isEmpty())) {
      updateTotals();
    }
  }

  private void updateTotals() {
    ready =
        nodes.entrySet().stream()
            .filter(e -> e.getValue().ready())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    userNamespaces =
        confirmed.isEmpty()
            && nodes.entrySet().stream()
                .filter(e -> !e.getValue().supportsUserNamespaces())
                .noneMatch(e -> isWithoutUserNamespaces(e.getKey()));
  }

  /**
   * An agent may write only its node's EciNode, but that one counts for all pods. So what it says
   * counts unless the node's kubelet reports a newer container runtime, which an agent cannot
   * write. One node that lacks them is enough: no further one is requested.
   */
  private boolean isWithoutUserNamespaces(String node) {
    try {
      Node found = client.nodes().withName(node).get();
      if (found == null || PodUserNamespaceSupport.isCertain(containerRuntimeVersion(found))) {
        return false;
      }
      return confirmed.add(node);
    } catch (KubernetesClientException e) {
      LOG.warnf("cannot read node %s, so its agent's report counts: %s", node, e.getMessage());
      return true;
    }
  }

  private static String containerRuntimeVersion(Node node) {
    return Optional.ofNullable(node.getStatus())
        .map(NodeStatus::getNodeInfo)
        .map(NodeSystemInfo::getContainerRuntimeVersion)
        .orElse("");
  }

  private static Capabilities capabilities(EciNode node) {
    Optional<EciNodeStatus> status = Optional.ofNullable(node.getStatus());
    return new Capabilities(
        status.map(EciNodeStatus::conditions).orElse(List.of()).stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")),
        status
            .map(EciNodeStatus::capabilities)
            .map(reported -> !Boolean.FALSE.equals(reported.podUserNamespaces()))
            .orElse(true));
  }

  private static String name(EciNode node) {
    return node.getMetadata().getName();
  }
}
