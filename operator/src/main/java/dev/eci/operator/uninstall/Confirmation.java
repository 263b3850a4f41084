// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.config.UninstallSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the removal is wanted. The job's manifest alone says nothing: whatever renders the chart
 * and applies all of it starts the job as well. Helm marks its release as uninstalling before it
 * creates the job. Without Helm, users confirm with the UID of the product's namespace, which no
 * other cluster has.
 */
final class Confirmation {
  private final KubernetesClient client;
  private final String namespace;
  private final UninstallSettings settings;

  Confirmation(KubernetesClient client, String namespace, UninstallSettings settings) {
    this.client = client;
    this.namespace = namespace;
    this.settings = settings;
  }

  /** Why nothing may be removed; empty if the removal is confirmed. */
  Optional<String> refusal() {
    if (settings.confirmation().isPresent()) {
      return isUid(settings.confirmation().get())
          ? Optional.empty()
          : Optional.of(
              "nothing was removed: uninstall.confirm is not the UID of namespace \"%1$s\"; it is shown by: kubectl get namespace %1$s -o jsonpath={.metadata.uid}"
                  .formatted(namespace));
    }
    return isHelmUninstalling()
        ? Optional.empty()
        : Optional.of(
            ("nothing was removed: Helm release \"%s\" in namespace \"%s\" is not being uninstalled, so this job was applied with the rest of the chart."
                    + " Delete the job. To remove ECI without Helm, see docs/uninstall.md (uninstall.confirm)")
                .formatted(settings.release(), namespace));
  }

  private boolean isUid(String confirmation) {
    var found = client.namespaces().withName(namespace).get();
    return found != null && confirmation.strip().equals(found.getMetadata().getUid());
  }

  /** Helm stores releases in Secrets, or in ConfigMaps if HELM_DRIVER says so. */
  private boolean isHelmUninstalling() {
    Map<String, String> labels =
        Map.of("owner", "helm", "name", settings.release(), "status", "uninstalling");
    return !client.secrets().inNamespace(namespace).withLabels(labels).list().getItems().isEmpty()
        || !client
            .configMaps()
            .inNamespace(namespace)
            .withLabels(labels)
            .list()
            .getItems()
            .isEmpty();
  }
}
