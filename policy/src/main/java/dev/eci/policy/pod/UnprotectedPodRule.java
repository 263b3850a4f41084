// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-4: containers may be privileged because a user namespace contains them. A pod that runs
 * without the protected runtime, tolerated or older than the policy, gets no more than the level
 * baseline of Pod Security.
 */
final class UnprotectedPodRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.containers().stream()
        .flatMap(container ->
            container.privileges().stream()
                .filter(Privilege::isAboveBaseline)
                .map(privilege ->
                    new Violation(
                        RuleId.ISO_4,
                        policies.policyName(),
                        privilege.field(),
                        RuntimeClassMessages.unprotectedPrivilegeDenied(
                            privilege.title(), container.name(), policies.source()))))
        .toList();
  }

  /** Whether a stored pod runs without the protected runtime. */
  static boolean isUnprotected(PodFacts pod, EffectivePolicy policies) {
    return pod.runtimeClassName().filter(policies.runtimeClassNames()::contains).isEmpty()
        && !SandboxedRuntimes.isSandboxed(pod, policies);
  }
}
