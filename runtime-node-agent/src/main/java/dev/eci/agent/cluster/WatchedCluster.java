package dev.eci.agent.cluster;

import dev.eci.agent.log.Log;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.crds.read.Policies;
import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Map;
import java.util.Optional;

/** Watches EciPolicies and the labels of namespaces. Policies are read once per change. */
public final class WatchedCluster implements ClusterView, AutoCloseable {
  private static final Log LOG = Log.of(WatchedCluster.class);

  private final SharedIndexInformer<EciPolicy> policies;
  private final SharedIndexInformer<Namespace> namespaces;
  private volatile Policies current = Policies.NONE;
  private volatile boolean read;

  public WatchedCluster(KubernetesClient client) {
    policies = client.resources(EciPolicy.class).runnableInformer(0);
    policies.addEventHandler(
        new OnChange<>(
            // of the status only what registries said changes anything here
            (before, after) -> !Policies.sameForDecisions(before, after), this::reread));
    namespaces = client.namespaces().runnableInformer(0);
    namespaces.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            Namespace.class,
            client.getKubernetesSerialization(),
            "metadata.labels"));
  }

  public void start() {
    Informers.start(policies, "EciPolicies");
    Informers.start(namespaces, "namespaces");
  }

  @Override
  public boolean ready() {
    if (!policies.hasSynced() || !namespaces.hasSynced()) {
      return false;
    }
    if (!read) {
      // events of the first list may still be on their way to the handler
      reread();
    }
    return true;
  }

  @Override
  public Policies policies() {
    return current;
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return Optional.ofNullable(namespaces.getIndexer().getByKey(namespace))
        .map(found -> Optional.ofNullable(found.getMetadata().getLabels()).orElseGet(Map::of));
  }

  private synchronized void reread() {
    Policies next = Policies.of(policies.getStore().list());
    boolean changed = !next.equals(current);
    current = next;
    read = policies.hasSynced();
    if (changed) {
      LOG.info(
          "policies in force",
          "valid",
          next.valid().stream().map(p -> p.name() + " " + p.mode()).sorted().toList(),
          "unreadable",
          next.invalid().stream().map(PolicyReader.Result.Invalid::name).sorted().toList());
    }
  }

  @Override
  public void close() {
    policies.stop();
    namespaces.stop();
  }
}
