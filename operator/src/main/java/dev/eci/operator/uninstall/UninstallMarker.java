// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.uninstall;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * The ConfigMap that stops a running operator from writing. It is not an annotation of the Lease,
 * because the leader rewrites the Lease every two seconds. The operator's Deployment owns it: it
 * must outlive this process until that Deployment is deleted, and must not exist any more when the
 * product is installed again. It expires, so that an uninstall that was ended leaves no operator
 * behind that does nothing.
 */
public final class UninstallMarker {
  /** While the uninstall runs; it renews the marker at each look at the nodes. */
  static final Duration RENEWED = Duration.ofMinutes(2);

  /** After the last step, until Helm has deleted the operator. */
  static final Duration AFTER_SUCCESS = Duration.ofMinutes(5);

  private static final String UNTIL = "until";

  private UninstallMarker() {}

  static ConfigMap desired(Deployment operator, Instant until) {
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
        .addToData(UNTIL, until.toString())
        .build();
  }

  /** Until when the operator changes nothing. The marker of an older version says no time. */
  public static Instant until(ConfigMap marker) {
    Instant created =
        Optional.ofNullable(marker.getMetadata().getCreationTimestamp())
            .map(Instant::parse)
            .orElse(Instant.EPOCH);
    try {
      String until = Optional.ofNullable(marker.getData()).orElse(Map.of()).getOrDefault(UNTIL, "");
      return until.isEmpty() ? created.plus(AFTER_SUCCESS) : Instant.parse(until);
    } catch (DateTimeParseException e) {
      return created;
    }
  }
}
