// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/** ISO-1: there is no user namespace on Windows. */
final class WindowsPodRule implements ProtectionLimit {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.placement().isWindows()
        ? List.of(
            new Violation(
                RuleId.ISO_1,
                policies.policyName(),
                pod.field("os"),
                RuntimeClassMessages.windowsPod(policies.source())))
        : List.of();
  }

  @Override
  public List<Notice> tolerated(PodFacts pod) {
    return pod.placement().isWindows()
        ? List.of(
            new Notice(
                RuntimeClassMessages.unprotected("Windows has no user namespaces"),
                Effect.UNPROTECTED))
        : List.of();
  }
}
