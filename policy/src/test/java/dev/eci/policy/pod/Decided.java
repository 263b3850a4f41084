package dev.eci.policy.pod;

import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Decisions at a fixed time, written short. */
final class Decided {
  static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private Decided() {}

  static PodVerdict on(Consumer<APod> pod, Policy... policies) {
    return PodAdmission.decide(APod.with(pod), List.of(policies), NOW);
  }

  /** As the last check before the pod is stored decides. */
  static PodVerdict last(Consumer<APod> pod, Policy... policies) {
    return PodAdmission.decideLast(APod.with(pod), List.of(policies), NOW);
  }

  /** Rule and field of each violation of Enforce policies, {@code RES-1 spec.hostPID}. */
  static List<String> findings(Consumer<APod> pod, Policy... policies) {
    return on(pod, policies).of(EnforcementMode.ENFORCE).stream().map(Decided::finding).toList();
  }

  private static String finding(Violation violation) {
    return violation.rule().id() + " " + violation.field();
  }
}
