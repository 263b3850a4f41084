package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import java.util.List;

/** One rule for pods. It answers with each place that breaks it; with nothing, where none does. */
@FunctionalInterface
interface PodRule {
  List<Violation> check(PodFacts pod, EffectivePolicy policies);
}
