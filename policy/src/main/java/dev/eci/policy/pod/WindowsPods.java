package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.RuntimeTexts;
import java.util.List;

/** ISO-1: there is no user namespace on Windows. */
final class WindowsPods implements PodLimit {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.placement().windows()
        ? List.of(
            new Violation(
                RuleId.ISO_1,
                policies.policyName(),
                pod.field("os"),
                RuntimeTexts.windowsPod(policies.source())))
        : List.of();
  }

  @Override
  public List<Notice> tolerated(PodFacts pod) {
    return pod.placement().windows()
        ? List.of(
            new Notice(
                RuntimeTexts.unprotected("Windows has no user namespaces"), Effect.UNPROTECTED))
        : List.of();
  }
}
