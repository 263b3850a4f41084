package dev.eci.agent.kube;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Map;
import java.util.Optional;

/** Watches EciPolicies and the labels of namespaces. Policies are parsed once per change. */
public final class InformerPolicyView implements PolicyView, AutoCloseable {
  private static final Log LOG = Log.of(InformerPolicyView.class);

  private final SharedIndexInformer<EciPolicy> policies;
  private final SharedIndexInformer<Namespace> namespaces;
  private volatile PolicySnapshot current = PolicySnapshot.NONE;
  private volatile boolean read;

  /** Watches nothing, and is not ready, before {@link #start()}. */
  public InformerPolicyView(KubernetesClient client) {
    policies = client.resources(EciPolicy.class).runnableInformer(0);
    policies.addEventHandler(
        new ChangeHandler<>(
            // of the status, only resolved digests matter for decisions
            (before, after) -> !PolicySnapshot.isSameForDecisions(before, after), this::reread));
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
  public boolean isReady() {
    if (!policies.hasSynced() || !namespaces.hasSynced()) {
      return false;
    }
    if (!read) {
      // the handler may not have received all events of the first list yet
      reread();
    }
    return true;
  }

  @Override
  public PolicySnapshot policies() {
    return current;
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return Optional.ofNullable(namespaces.getIndexer().getByKey(namespace))
        .map(found -> Optional.ofNullable(found.getMetadata().getLabels()).orElseGet(Map::of));
  }

  private synchronized void reread() {
    PolicySnapshot next = PolicySnapshot.of(policies.getStore().list());
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
