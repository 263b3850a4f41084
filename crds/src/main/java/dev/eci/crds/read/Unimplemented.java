package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.RuntimeSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * The fields that nothing carries out yet. They are refused by name: a policy that was accepted
 * must hold as it is written. Each line here goes away with the piece of work that implements the
 * field.
 */
final class Unimplemented {
  private Unimplemented() {}

  static void check(EciPolicySpec spec, Errors errors) {
    refuse(
        notEmpty(spec.nodeSelector()),
        "spec.nodeSelector",
        "a pod is judged before anybody knows its node; select namespaces or pods, and leave it out",
        errors);
    RuntimeSpec runtime = spec.runtime();
    if (runtime != null) {
      refuse(
          runtime.engine() == RuntimeSpec.RuntimeEngine.crun,
          "spec.runtime.engine",
          "use runc",
          errors);
    }
  }

  private static boolean notEmpty(@Nullable LabelSelector selector) {
    return selector != null
        && !((selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
            && Lists.of(selector.getMatchExpressions()).isEmpty());
  }

  private static void refuse(boolean used, String field, String instead, Errors errors) {
    if (used) {
      errors.add(field, "not implemented in this version, so it would not hold; " + instead);
    }
  }
}
