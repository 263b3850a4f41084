// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * The fields that are not implemented. They are rejected by name, because an accepted policy must
 * be enforced as it is written. The implementation of a field removes its line here.
 */
final class UnsupportedFields {
  private UnsupportedFields() {}

  static void check(EciPolicySpec spec, FieldErrors fieldErrors) {
    deny(
        isNotEmpty(spec.nodeSelector()),
        "spec.nodeSelector",
        "admission runs before scheduling; select namespaces or pods instead",
        fieldErrors);
    RuntimeSpec runtime = spec.runtime();
    if (runtime != null) {
      deny(
          runtime.engine() == RuntimeSpec.RuntimeEngine.crun,
          "spec.runtime.engine",
          "use runc",
          fieldErrors);
    }
  }

  private static boolean isNotEmpty(@Nullable LabelSelector selector) {
    return selector != null
        && !((selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
            && NullSafeLists.of(selector.getMatchExpressions()).isEmpty());
  }

  private static void deny(boolean used, String field, String instead, FieldErrors fieldErrors) {
    if (used) {
      fieldErrors.add(
          field, "not implemented in this version, so it would not be enforced; " + instead);
    }
  }
}
