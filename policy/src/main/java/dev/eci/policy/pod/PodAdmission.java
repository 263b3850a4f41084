// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** Single results of a {@link PodEvaluation}, for callers that need only one result for a pod. */
public final class PodAdmission {
  private PodAdmission() {}

  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    return PodEvaluation.of(pod, policies, now).decide();
  }

  public static PodVerdict evaluateMutated(PodFacts pod, Collection<Policy> policies, Instant now) {
    return PodEvaluation.of(pod, policies, now).evaluateMutated();
  }

  public static PodVerdict evaluateExisting(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return PodEvaluation.of(pod, policies, now).evaluateExisting();
  }

  public static Set<ImageVerificationRequest> imagesToVerify(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return PodEvaluation.of(pod, policies, now).imagesToVerify();
  }
}
