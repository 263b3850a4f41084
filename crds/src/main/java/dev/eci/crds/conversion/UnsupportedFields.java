package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * The fields that nothing carries out yet. They are refused by name: a policy that was accepted
 * must hold as it is written. Each line here goes away with the piece of work that implements the
 * field.
 */
final class UnsupportedFields {
  private UnsupportedFields() {}

  static void check(EciPolicySpec spec, FieldErrors fieldErrors) {
    refuse(
        isNotEmpty(spec.nodeSelector()),
        "spec.nodeSelector",
        "a pod is judged before anybody knows its node; select namespaces or pods, and leave it out",
        fieldErrors);
    RuntimeSpec runtime = spec.runtime();
    if (runtime != null) {
      refuse(
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

  private static void refuse(boolean used, String field, String instead, FieldErrors fieldErrors) {
    if (used) {
      fieldErrors.add(field, "not implemented in this version, so it would not hold; " + instead);
    }
  }
}
