// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-1: {@code hostUsers: true} requests the node's user namespace. Unset is fine: it is set to
 * false (see PodMutation).
 */
final class HostUsersRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    if (!pod.hostUsers().orElse(false) || SandboxedRuntimes.isSandboxed(pod, policies)) {
      return List.of();
    }
    String policy = policies.policyName();
    return List.of(
        new Violation(
            RuleId.ISO_1,
            policy,
            pod.field("hostUsers"),
            NamespaceMessages.ownUserNamespaceRequired(policies.source())));
  }
}
