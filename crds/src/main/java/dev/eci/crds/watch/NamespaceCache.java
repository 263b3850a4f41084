// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import java.util.Map;
import java.util.Optional;

/** The labels of all namespaces. Nothing else of a namespace is kept in memory. */
public final class NamespaceCache {
  private final SharedIndexInformer<Namespace> informer;

  public NamespaceCache(KubernetesClient client) {
    informer = client.namespaces().runnableInformer(0);
    informer.itemStore(
        new ReducedStateItemStore<>(
            ReducedStateItemStore.NAME_KEY_STATE,
            Namespace.class,
            client.getKubernetesSerialization(),
            "metadata.labels"));
  }

  /** To start and to stop. */
  public SharedIndexInformer<Namespace> informer() {
    return informer;
  }

  /** Whether the first list is complete: labels are read from the store, which has it by then. */
  public boolean isReady() {
    return informer.hasSynced();
  }

  /** Empty while the namespace is unknown. */
  public Optional<Map<String, String>> labels(String namespace) {
    return Optional.ofNullable(informer.getIndexer().getByKey(namespace))
        .map(found -> Optional.ofNullable(found.getMetadata().getLabels()).orElseGet(Map::of));
  }
}
