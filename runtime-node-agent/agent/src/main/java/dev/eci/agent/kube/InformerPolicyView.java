// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.watch.NamespaceCache;
import dev.eci.crds.watch.PolicyCache;
import dev.eci.support.log.Log;
import dev.eci.support.policy.PolicyView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches EciPolicies and the labels of namespaces. */
public final class InformerPolicyView implements PolicyView, AutoCloseable {
  private static final Log LOG = Log.of(InformerPolicyView.class);

  private record Caches(PolicyCache policies, NamespaceCache namespaces) {}

  private volatile @Nullable Caches caches;

  /** The view is not ready before this: a client takes a second that sockets need not wait for. */
  public void start(KubernetesClient client) {
    Caches started =
        new Caches(new PolicyCache(client, InformerPolicyView::log), new NamespaceCache(client));
    caches = started;
    PolicyCache policies = started.policies();
    var _ =
        Informers.start(policies.informer(), "EciPolicies")
            .thenRun(policies::readAll)
            .whenComplete((_, error) -> {
              if (error != null) {
                LOG.error("cannot read the policies", error);
              }
            });
    var _ = Informers.start(started.namespaces().informer(), "namespaces");
  }

  @Override
  public boolean isReady() {
    Caches known = caches;
    return known != null && known.policies().isReady() && known.namespaces().isReady();
  }

  @Override
  public PolicySnapshot policies() {
    Caches known = caches;
    return known == null ? PolicySnapshot.NONE : known.policies().policies();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    Caches known = caches;
    return known == null ? Optional.empty() : known.namespaces().labels(namespace);
  }

  private static void log(PolicySnapshot policies) {
    LOG.info(
        "policies in force",
        "valid",
        policies.valid().stream().map(p -> p.name() + " " + p.mode()).sorted().toList(),
        "unreadable",
        policies.invalid().stream().map(PolicyReader.Result.Invalid::name).sorted().toList());
  }

  @Override
  public void close() {
    Caches known = caches;
    if (known != null) {
      known.policies().informer().stop();
      known.namespaces().informer().stop();
    }
  }
}
