// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/** ISO-7: any other runtime class would bypass the protected runtime. */
final class RuntimeClassRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    List<String> required = policies.runtimeClassNames();
    return pod
        .runtimeClassName()
        .filter(requested -> !required.contains(requested) && !policies.isSandboxedClass(requested))
        .map(requested ->
            new Violation(
                RuleId.ISO_7,
                policies.policyName(),
                pod.field("runtimeClassName"),
                RuntimeClassMessages.otherRuntimeClassDenied(
                    requested, required.getFirst(), policies.source())))
        .stream()
        .toList();
  }
}
