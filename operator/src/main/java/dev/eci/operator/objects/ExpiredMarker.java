// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jboss.logging.Logger;

/** The marker of an uninstall that has ended, or was ended, without removing this operator. */
final class ExpiredMarker {
  private static final Logger LOG = Logger.getLogger(ExpiredMarker.class);

  private final KubernetesClient client;
  private final String namespace;

  ExpiredMarker(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void delete() {
    client.configMaps().inNamespace(namespace).withName(WellKnownNames.UNINSTALLING).delete();
    LOG.warnf(
        "ConfigMap %s: deleted; the uninstall did not remove the operator, so it protects again",
        WellKnownNames.UNINSTALLING);
  }
}
