package dev.eci.webhook.cache;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What nodes can do, as their agents report it. Of thousands of nodes no more than two words each
 * are kept, and they are summed up when one changes, not when a pod is asked about.
 */
final class NodeCapabilityCache implements ResourceEventHandler<EciNode> {
  /** One node. */
  private record Ability(boolean ready, boolean supportsUserNamespaces) {}

  private final SharedIndexInformer<EciNode> informer;
  private final Map<String, Ability> nodes = new HashMap<>();
  private volatile Set<String> ready = Set.of();
  private volatile boolean userNamespaces = true;

  NodeCapabilityCache(KubernetesClient client) {
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

  /** Takes in all of them: the store fills before its handlers are told. */
  synchronized void readAll() {
    informer.getStore().list().forEach(node -> nodes.put(name(node), ability(node)));
    sumUp();
  }

  /** A node that has not reported yet cannot run protected pods either way. */
  boolean supportsUserNamespacesOnAllNodes() {
    return userNamespaces;
  }

  /** Whether the named node, or any, can run protected pods. */
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
    sumUp();
  }

  private synchronized void store(EciNode node) {
    Ability now = ability(node);
    if (!now.equals(nodes.put(name(node), now))) {
      sumUp();
    }
  }

  private void sumUp() {
    ready =
        nodes.entrySet().stream()
            .filter(e -> e.getValue().ready())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    userNamespaces = nodes.values().stream().allMatch(Ability::supportsUserNamespaces);
  }

  private static Ability ability(EciNode node) {
    Optional<EciNodeStatus> status = Optional.ofNullable(node.getStatus());
    return new Ability(
        status.map(EciNodeStatus::conditions).orElse(List.of()).stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")),
        status
            .map(EciNodeStatus::capabilities)
            .map(can -> !Boolean.FALSE.equals(can.podUserNamespaces()))
            .orElse(true));
  }

  private static String name(EciNode node) {
    return node.getMetadata().getName();
  }
}
