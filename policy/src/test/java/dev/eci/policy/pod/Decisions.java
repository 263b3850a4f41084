// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Decisions at a fixed time, in short form. */
final class Decisions {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Decisions() {}

  static PodVerdict decide(Consumer<PodBuilder> pod, Policy... policies) {
    return PodEvaluation.of(PodBuilder.with(pod), List.of(policies), NOW).decide();
  }

  /** The decision after mutation. */
  static PodVerdict decideMutated(Consumer<PodBuilder> pod, Policy... policies) {
    return PodEvaluation.of(PodBuilder.with(pod), List.of(policies), NOW).evaluateMutated();
  }

  /** Rule and field of each violation of Enforce policies, {@code RES-1 spec.hostPID}. */
  static List<String> violations(Consumer<PodBuilder> pod, Policy... policies) {
    return decide(pod, policies).violationsOf(EnforcementMode.ENFORCE).stream()
        .map(Decisions::format)
        .toList();
  }

  private static String format(Violation violation) {
    return violation.rule().id() + " " + violation.field();
  }
}
