package dev.eci.webhook.cluster;

import dev.eci.crds.read.Policies;
import dev.eci.crds.v1alpha1.EciPolicy;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Watches EciPolicies, namespaces and EciNodes. Policies are read once per change, not once per
 * review.
 */
@ApplicationScoped
@Typed(WatchedCluster.class)
public class WatchedCluster implements ClusterView {
  private static final Logger LOG = Logger.getLogger(WatchedCluster.class);

  private final SharedIndexInformer<EciPolicy> policies;
  private final SharedIndexInformer<Namespace> namespaces;
  private final PodUserNamespaces userNamespaces;
  private volatile Policies current = Policies.NONE;

  /** The store fills before its handlers are told: synced is not yet read. */
  private volatile boolean policiesRead;

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
    userNamespaces = new PodUserNamespaces(client);
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
    var _ = follow(userNamespaces.informer(), "EciNodes");
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
    userNamespaces.informer().stop();
  }

  @Override
  public boolean ready() {
    return policiesRead && namespaces.hasSynced() && userNamespaces.informer().hasSynced();
  }

  @Override
  public Policies policies() {
    return current;
  }

  @Override
  public boolean nodesGiveUserNamespaces() {
    return userNamespaces.everywhere();
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
