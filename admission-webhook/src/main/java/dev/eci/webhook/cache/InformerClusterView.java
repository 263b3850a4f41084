package dev.eci.webhook.cache;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.policy.pod.VolumeSource;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Typed;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Watches EciPolicies, namespaces, EciNodes, EciImages and persistent volumes. Policies are read
 * once per change, not once per review.
 */
@ApplicationScoped
@Typed(InformerClusterView.class)
public class InformerClusterView implements ClusterView {
  private static final Logger LOG = Logger.getLogger(InformerClusterView.class);

  private final SharedIndexInformer<EciPolicy> policies;
  private final SharedIndexInformer<Namespace> namespaces;
  private final NodeCapabilityCache nodeCapabilityCache;
  private final VolumeCache volumeCache;
  private final ImageVerificationCache imageVerificationCache;
  private volatile PolicySnapshot current = PolicySnapshot.NONE;

  /** The store fills before its handlers are told: synced is not yet read. */
  private volatile boolean policiesRead;

  private volatile boolean nodesRead;

  public InformerClusterView(KubernetesClient client) {
    policies = client.resources(EciPolicy.class).runnableInformer(0);
    policies.addEventHandler(new Reread());
    namespaces = client.namespaces().runnableInformer(0);
    namespaces.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            Namespace.class,
            client.getKubernetesSerialization(),
            "metadata.labels"));
    nodeCapabilityCache = new NodeCapabilityCache(client);
    volumeCache = new VolumeCache(client);
    imageVerificationCache = new ImageVerificationCache(client);
  }

  void start(@Observes StartupEvent event, FilePolicies files) {
    if (files.isConfigured()) {
      return;
    }
    var _ =
        follow(policies, "EciPolicies")
            .thenRun(() -> {
              reread();
              policiesRead = true;
            });
    var _ = follow(namespaces, "namespaces");
    var _ =
        follow(nodeCapabilityCache.informer(), "EciNodes")
            .thenRun(() -> {
              nodeCapabilityCache.readAll();
              nodesRead = true;
            });
    volumeCache.informers().forEach(informer -> follow(informer, "persistent volumes and claims"));
    var _ =
        follow(imageVerificationCache.informer(), "EciImages")
            .thenRun(imageVerificationCache::start);
  }

  /** Never gives up: a webhook that starts before the API server answers must recover by itself. */
  private static CompletionStage<Void> follow(SharedIndexInformer<?> informer, String what) {
    informer.exceptionHandler((started, error) -> {
      LOG.warnf("watching %s failed, trying again: %s", what, error.getMessage());
      return true;
    });
    return informer.start();
  }

  void stop(@Observes ShutdownEvent event) {
    policies.stop();
    namespaces.stop();
    nodeCapabilityCache.informer().stop();
    volumeCache.informers().forEach(SharedIndexInformer::stop);
    imageVerificationCache.stop();
  }

  @Override
  public boolean isReady() {
    return policiesRead
        && nodesRead
        && imageVerificationCache.isReady()
        && namespaces.hasSynced()
        && volumeCache.informers().stream().allMatch(SharedIndexInformer::hasSynced);
  }

  @Override
  public PolicySnapshot policies() {
    return current.withVerifications(imageVerificationCache.verifications());
  }

  @Override
  public void requestVerification(Collection<ImageVerificationRequest> wanted) {
    imageVerificationCache.requestVerification(wanted);
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
        return volumeCache.claimed(namespace, claim);
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
    return Optional.ofNullable(namespaces.getIndexer().getByKey(namespace))
        .map(found -> Optional.ofNullable(found.getMetadata().getLabels()).orElseGet(Map::of));
  }

  private synchronized void reread() {
    current = PolicySnapshot.of(policies.getStore().list());
    LOG.infof(
        "policies in force: %s",
        current.valid().stream().map(p -> p.name() + " " + p.mode()).toList());
  }

  private final class Reread implements ResourceEventHandler<EciPolicy> {
    @Override
    public void onAdd(EciPolicy policy) {
      reread();
    }

    @Override
    public void onUpdate(EciPolicy before, EciPolicy after) {
      // of the status only what registries said changes anything here
      if (!PolicySnapshot.isSameForDecisions(before, after)) {
        reread();
      }
    }

    @Override
    public void onDelete(EciPolicy policy, boolean lastStateUnknown) {
      reread();
    }
  }
}
