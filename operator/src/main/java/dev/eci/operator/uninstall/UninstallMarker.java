// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/**
 * The ConfigMap that stops a running operator from writing. It is not an annotation of the Lease,
 * because the leader rewrites the Lease every two seconds. The operator's Deployment owns it: it
 * must outlive this process until that Deployment is deleted, and must not exist any more when the
 * product is installed again.
 */
final class UninstallMarker {
  private UninstallMarker() {}

  static ConfigMap desired(Deployment operator) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(WellKnownNames.UNINSTALLING)
        .withNamespace(operator.getMetadata().getNamespace())
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(operator.getMetadata().getName())
        .withUid(operator.getMetadata().getUid())
        .endOwnerReference()
        .endMetadata()
        .addToData(
            "why",
            "ECI is being uninstalled. While this exists, the operator changes nothing. Delete it to keep ECI.")
        .build();
  }
}
