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

/** Watches EciPolicies and the labels of namespaces. */
public final class InformerPolicyView implements PolicyView, AutoCloseable {
  private static final Log LOG = Log.of(InformerPolicyView.class);

  private final PolicyCache policies;
  private final NamespaceCache namespaces;

  /** Watches nothing, and is not ready, before {@link #start()}. */
  public InformerPolicyView(KubernetesClient client) {
    policies = new PolicyCache(client, InformerPolicyView::log);
    namespaces = new NamespaceCache(client);
  }

  public void start() {
    var _ = Informers.start(policies.informer(), "EciPolicies").thenRun(policies::readAll);
    var _ = Informers.start(namespaces.informer(), "namespaces");
  }

  @Override
  public boolean isReady() {
    return policies.isReady() && namespaces.isReady();
  }

  @Override
  public PolicySnapshot policies() {
    return policies.policies();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return namespaces.labels(namespace);
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
    policies.informer().stop();
    namespaces.informer().stop();
  }
}
