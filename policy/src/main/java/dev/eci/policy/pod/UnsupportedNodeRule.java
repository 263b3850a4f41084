// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-1: a pod whose author chose its node, bypassing the scheduler, which would have applied the
 * RuntimeClass's own node selector. Other pods wait for a node, which is better than a denial.
 */
final class UnsupportedNodeRule implements ProtectionLimit {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    if (pod.placement().protectable() || SandboxedRuntimes.isSandboxed(pod, policies)) {
      return List.of();
    }
    return pod.placement().nodeName().stream()
        .map(node ->
            new Violation(
                RuleId.ISO_1,
                policies.policyName(),
                pod.field("nodeName"),
                RuntimeClassMessages.nodeCannotProtect(node, policies.source())))
        .toList();
  }

  /** Where no node is chosen: if no node can run the pod protected. */
  @Override
  public List<Notice> tolerated(PodFacts pod) {
    if (pod.placement().protectable() || pod.placement().isWindows()) {
      return List.of();
    }
    String where = pod.placement().nodeName().isPresent() ? "its node cannot" : "no node can";
    return List.of(
        new Notice(
            RuntimeClassMessages.unprotected(
                where + " run protected pods (kubectl get ecinodes shows the reason)"),
            Effect.UNPROTECTED));
  }
}
