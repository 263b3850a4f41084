// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Deployment of this process was deleted. At the end of an uninstall, Helm deletes it,
 * and the garbage collector deletes the uninstall's marker with it, while this process may still
 * run for a while. An operator that took the missing marker for a cancelled uninstall would install
 * on the nodes again.
 */
final class OperatorDeployment {
  private static final Logger LOG = Logger.getLogger(OperatorDeployment.class);

  private final KubernetesClient client;
  private final String namespace;

  /** Owner of the marker that was seen last; null once it is known to exist without the marker. */
  private @Nullable OwnerReference owner;

  OperatorDeployment(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Remembers whose marker it is. */
  void remember(ConfigMap marker) {
    owner =
        Optional.ofNullable(marker.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
            .filter(reference -> reference.getKind().equals("Deployment"))
            .findFirst()
            .orElse(null);
  }

  /** Called without a marker. In doubt the Deployment counts as deleted, and nothing changes. */
  boolean isDeleted() {
    OwnerReference expected = owner;
    if (expected == null) {
      return false;
    }
    try {
      Deployment found =
          client.apps().deployments().inNamespace(namespace).withName(expected.getName()).get();
      // another one of that name means that the product is installed again
      if (found == null || found.isMarkedForDeletion()) {
        return true;
      }
    } catch (KubernetesClientException e) {
      // Helm deletes the rights as well
      LOG.warnf("cannot read Deployment %s: %s", expected.getName(), e.getMessage());
      return true;
    }
    owner = null;
    return false;
  }
}
