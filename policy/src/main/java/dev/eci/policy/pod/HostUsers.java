package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.NamespaceTexts;
import java.util.List;

/**
 * ISO-1: {@code hostUsers: true} asks for the node's user namespace. Unset is fine: it is set to
 * false (see PodMutation).
 */
final class HostUsers implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    if (!pod.hostUsers().orElse(false) || RuntimeIsolation.ofItsOwn(pod, policies)) {
      return List.of();
    }
    String policy = policies.policyName();
    return List.of(
        new Violation(
            RuleId.ISO_1,
            policy,
            pod.field("hostUsers"),
            NamespaceTexts.ownUserNamespaceRequired(policies.source())));
  }
}
