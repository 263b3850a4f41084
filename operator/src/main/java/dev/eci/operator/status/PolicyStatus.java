// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.conversion.PolicyReader.Result.Valid;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.EciPolicyStatus.BackgroundScan;
import dev.eci.policy.model.EnforcementMode;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole status of a policy. */
public final class PolicyStatus {
  private PolicyStatus() {}

  /** Until the first scan after a start, the result of an earlier scan. */
  private static @Nullable BackgroundScan backgroundScan(
      StatusInputs statusInputs, @Nullable EciPolicyStatus previous) {
    return statusInputs
        .impact()
        .map(policyImpact ->
            new BackgroundScan(
                policyImpact.pods(),
                policyImpact.denied(),
                policyImpact.changed(),
                policyImpact.examples().isEmpty() ? null : policyImpact.examples()))
        .orElseGet(() -> previous == null ? null : previous.backgroundScan());
  }

  private static boolean isEnforced(StatusInputs statusInputs) {
    return !(statusInputs.policy() instanceof Valid valid)
        || (valid.enabled() && valid.policy().mode() == EnforcementMode.ENFORCE);
  }

  public static EciPolicyStatus desired(
      StatusInputs statusInputs, @Nullable EciPolicyStatus previous, Long generation, Instant now) {
    List<Condition> before = previous == null ? null : previous.conditions();
    return new EciPolicyStatus(
        generation,
        List.of(
            Conditions.next(
                before,
                Conditions.READY,
                PolicyReadyCondition.verdict(statusInputs),
                generation,
                now),
            Conditions.next(
                before,
                Conditions.IMAGES_RESOLVED,
                ImagesResolvedCondition.verdict(statusInputs, now),
                generation,
                now),
            Conditions.next(
                before,
                "NodesProtected",
                NodesProtectedCondition.verdict(statusInputs),
                generation,
                now)),
        ResolvedImagesStatus.of(statusInputs, previous),
        statusInputs.nodes().counts(isEnforced(statusInputs)),
        backgroundScan(statusInputs, previous));
  }
}
