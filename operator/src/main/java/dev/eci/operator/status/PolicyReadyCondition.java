// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.conversion.FieldError;
import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicyReader.Result.Valid;
import dev.eci.crds.v1alpha1.PolicyConditionReasons;
import dev.eci.operator.WellKnownNames;
import dev.eci.policy.model.EnforcementMode;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the policy is valid and its objects are in place. */
final class PolicyReadyCondition {
  private PolicyReadyCondition() {}

  static ConditionValue verdict(StatusInputs statusInputs) {
    return switch (statusInputs.policy()) {
      case Invalid invalid ->
          ConditionValue.no(PolicyConditionReasons.INVALID_SPEC, errors(invalid));
      case Valid valid -> verdict(valid, statusInputs);
    };
  }

  private static ConditionValue verdict(Valid valid, StatusInputs statusInputs) {
    ReconcileResult reconcileResult = statusInputs.outcome();
    String runtimeClass = valid.policy().runtime().className();
    if (!valid.enabled()) {
      return ConditionValue.no(
          PolicyConditionReasons.DISABLED, "spec.enabled is false: the policy protects nothing");
    }
    if (reconcileResult.isUninstalling()) {
      return ConditionValue.no(
          PolicyConditionReasons.UNINSTALLING,
          "ECI is being uninstalled (ConfigMap %s); delete that ConfigMap to keep ECI"
              .formatted(WellKnownNames.UNINSTALLING));
    }
    if (reconcileResult.conflictingRuntimeClasses().contains(runtimeClass)) {
      return ConditionValue.no(
          PolicyConditionReasons.RUNTIME_CLASS_CONFLICT,
          ("RuntimeClass \"%1$s\" exists and is not managed by the operator, so it is not changed; set spec.runtime.className to another name,"
                  + " delete the RuntimeClass, or let the operator adopt it: kubectl label runtimeclass %1$s %2$s")
              .formatted(runtimeClass, WellKnownNames.OURS));
    }
    List<ReconcileResult.Problem> problems = reconcileResult.problemsOf(runtimeClass);
    if (!problems.isEmpty()) {
      return ConditionValue.no(
          PolicyConditionReasons.APPLY_FAILED,
          problems.stream()
              .map(ReconcileResult.Problem::toString)
              .collect(Collectors.joining("; ")));
    }
    if (!statusInputs.isWebhookAvailable()) {
      return ConditionValue.no(
          PolicyConditionReasons.WEBHOOK_UNAVAILABLE,
          "no replica of the admission webhook is ready, so new pods are denied; see kubectl get pods -A -l app.kubernetes.io/name=%s"
              .formatted(WellKnownNames.WEBHOOK_SERVICE));
    }
    return ConditionValue.yes(
        PolicyConditionReasons.RECONCILE_SUCCEEDED,
        "RuntimeClass \"%s\" and the admission webhooks are in place%s"
            .formatted(runtimeClass, effect(valid.policy().mode())));
  }

  /** A policy that only reports must not read like protection. */
  private static String effect(EnforcementMode mode) {
    return switch (mode) {
      case ENFORCE -> "";
      case WARN ->
          "; mode Warn: pods are admitted unprotected, and their violations are warned about";
      case AUDIT ->
          "; mode Audit: pods are admitted unprotected, and their violations are recorded";
    };
  }

  private static String errors(Invalid invalid) {
    return invalid.errors().stream().map(FieldError::toString).collect(Collectors.joining("; "));
  }
}
