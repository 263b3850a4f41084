package dev.eci.webhook.cluster;

import dev.eci.crds.pod.Surroundings;
import dev.eci.crds.read.Policies;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.pod.VolumeSource;
import dev.eci.policy.pod.WantedImage;
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
@Typed(WatchedCluster.class)
public class WatchedCluster implements ClusterView {
  private static final Logger LOG = Logger.getLogger(WatchedCluster.class);

  private final SharedIndexInformer<EciPolicy> policies;
  private final SharedIndexInformer<Namespace> namespaces;
  private final Nodes nodes;
  private final Volumes volumes;
  private final Images images;
  private volatile Policies current = Policies.NONE;

  /** The store fills before its handlers are told: synced is not yet read. */
  private volatile boolean policiesRead;

  private volatile boolean nodesRead;

  public WatchedCluster(KubernetesClient client) {
    policies = client.resources(EciPolicy.class).runnableInformer(0);
    policies.addEventHandler(new Reread());
    namespaces = client.namespaces().runnableInformer(0);
    namespaces.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            Namespace.class,
            client.getKubernetesSerialization(),
            "metadata.labels"));
    nodes = new Nodes(client);
    volumes = new Volumes(client);
    images = new Images(client);
  }

  void start(@Observes StartupEvent event, FilePolicies files) {
    if (files.given()) {
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
        follow(nodes.informer(), "EciNodes")
            .thenRun(() -> {
              nodes.readAll();
              nodesRead = true;
            });
    volumes.informers().forEach(informer -> follow(informer, "persistent volumes and claims"));
    var _ = follow(images.informer(), "EciImages").thenRun(images::start);
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
    nodes.informer().stop();
    volumes.informers().forEach(SharedIndexInformer::stop);
    images.stop();
  }

  @Override
  public boolean ready() {
    return policiesRead
        && nodesRead
        && images.ready()
        && namespaces.hasSynced()
        && volumes.informers().stream().allMatch(SharedIndexInformer::hasSynced);
  }

  @Override
  public Policies policies() {
    return current.knowing(images.known());
  }

  @Override
  public void want(Collection<WantedImage> wanted) {
    images.want(wanted);
  }

  @Override
  public boolean nodesGiveUserNamespaces() {
    return nodes.giveUserNamespaces();
  }

  @Override
  public Surroundings surroundings() {
    return new Surroundings() {
      @Override
      public Optional<VolumeSource> claimed(String namespace, String claim) {
        return volumes.claimed(namespace, claim);
      }

      @Override
      public Optional<VolumeSource> volume(String name) {
        return volumes.volume(name);
      }

      @Override
      public boolean canProtect(Optional<String> node) {
        return nodes.canProtect(node);
      }
    };
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return Optional.ofNullable(namespaces.getIndexer().getByKey(namespace))
        .map(found -> Optional.ofNullable(found.getMetadata().getLabels()).orElseGet(Map::of));
  }

  private synchronized void reread() {
    current = Policies.of(policies.getStore().list());
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
      if (!Policies.sameForDecisions(before, after)) {
        reread();
      }
    }

    @Override
    public void onDelete(EciPolicy policy, boolean lastStateUnknown) {
      reread();
    }
  }
}
