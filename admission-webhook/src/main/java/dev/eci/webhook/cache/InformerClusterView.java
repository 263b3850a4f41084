// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.cache;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.crds.watch.NamespaceCache;
import dev.eci.crds.watch.PolicyCache;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.policy.pod.VolumeSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Typed;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Watches EciPolicies, namespaces, EciNodes, EciImages, persistent volumes and their claims. */
@ApplicationScoped
@Typed(InformerClusterView.class)
public class InformerClusterView implements ClusterView {
  private static final Logger LOG = Logger.getLogger(InformerClusterView.class);

  private final PolicyCache policyCache;
  private final NamespaceCache namespaceCache;
  private final NodeCapabilityCache nodeCapabilityCache;
  private final VolumeCache volumeCache;
  private final ImageVerificationCache imageVerificationCache;

  public InformerClusterView(KubernetesClient client) {
    policyCache = new PolicyCache(client, InformerClusterView::log);
    namespaceCache = new NamespaceCache(client);
    nodeCapabilityCache = new NodeCapabilityCache(client);
    volumeCache = new VolumeCache(client);
    imageVerificationCache = new ImageVerificationCache(client);
  }

  @PostConstruct
  void start() {
    var _ =
        start(policyCache.informer(), "EciPolicies")
            .thenRun(policyCache::readAll)
            .whenComplete((_, error) -> {
              if (error != null) {
                LOG.error("cannot read the policies", error);
              }
            });
    var _ = start(namespaceCache.informer(), "namespaces");
    var _ =
        start(nodeCapabilityCache.informer(), "EciNodes")
            .thenRunAsync(nodeCapabilityCache::readAll);
    volumeCache.informers().forEach(informer -> start(informer, "persistent volumes and claims"));
    var _ =
        start(imageVerificationCache.informer(), "EciImages")
            .thenRun(imageVerificationCache::start);
  }

  /**
   * Retries forever: a webhook that starts before the API server responds must recover by itself.
   */
  private static CompletionStage<Void> start(SharedIndexInformer<?> informer, String what) {
    informer.exceptionHandler((started, error) -> {
      LOG.warnf("watch on %s failed, retrying: %s", what, error.getMessage());
      return true;
    });
    return informer.start();
  }

  /** Only where the view exists: standalone must not create it in order to stop it. */
  void stop(@Observes(notifyObserver = Reception.IF_EXISTS) ShutdownEvent event) {
    policyCache.informer().stop();
    namespaceCache.informer().stop();
    nodeCapabilityCache.informer().stop();
    volumeCache.informers().forEach(SharedIndexInformer::stop);
    imageVerificationCache.stop();
  }

  @Override
  public boolean isReady() {
    return policyCache.isReady()
        && nodeCapabilityCache.isReady()
        && imageVerificationCache.isReady()
        && namespaceCache.isReady()
        && volumeCache.informers().stream().allMatch(SharedIndexInformer::hasSynced);
  }

  @Override
  public PolicySnapshot policies() {
    return policyCache.policies().withVerifications(imageVerificationCache.verifications());
  }

  @Override
  public Optional<String> requestVerification(
      String namespace, Collection<ImageVerificationRequest> images) {
    return imageVerificationCache.requestVerification(namespace, images);
  }

  @Override
  public boolean supportsUserNamespacesOnAllNodes() {
    return nodeCapabilityCache.supportsUserNamespacesOnAllNodes();
  }

  @Override
  public ClusterLookup lookup() {
    return new ClusterLookup() {
      @Override
      public Optional<VolumeSource> claimedVolume(String namespace, String claim) {
        return volumeCache.claimedVolume(namespace, claim);
      }

      @Override
      public Optional<VolumeSource> volume(String name) {
        return volumeCache.volume(name);
      }

      @Override
      public boolean canProtect(Optional<String> node) {
        return nodeCapabilityCache.canProtect(node);
      }
    };
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return namespaceCache.labels(namespace);
  }

  private static void log(PolicySnapshot policies) {
    LOG.infof(
        "policies in force: %s",
        policies.valid().stream().map(p -> p.name() + " " + p.mode()).toList());
  }
}
