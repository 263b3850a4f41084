// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.idrange.NamedIds.InvalidIdsException;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.message.Messages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-3: IDs above 65535. The kubelet gives a pod with {@code hostUsers: false} 65536 IDs, and the
 * container runtime fails on others. Such a pod gets its user namespace from eci-runtime instead,
 * which has a window of IDs around each of them.
 */
final class NamedIdsRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    if (SandboxedRuntimes.isSandboxed(pod, policies)) {
      return List.of();
    }
    try {
      NamedIds.parse(pod.ids().annotation());
    } catch (InvalidIdsException e) {
      return List.of(violation(policies, "metadata.annotations", Messages.PREFIX + e.getMessage()));
    }
    int windows = RequestedIds.of(policies.idCount(), pod.ids().high()).windows().size();
    return windows <= RequestedIds.MAX_WINDOWS
        ? List.of()
        : List.of(
            violation(
                policies,
                pod.field("securityContext"),
                IdMappingMessages.tooManyWindows(windows, RequestedIds.MAX_WINDOWS)));
  }

  /** Whether the kubelet's user namespace lacks IDs that the pod needs. */
  static boolean needsMoreIds(PodFacts pod, EffectivePolicy policies) {
    return !pod.ids().high().isEmpty() || !RequestedIds.of(policies.idCount(), List.of()).isUsual();
  }

  /**
   * For a pod that runs: its user namespace stays as it is, so it must have the new IDs already.
   */
  static List<Violation> checkEphemeral(PodFacts pod, EffectivePolicy policies) {
    RequestedIds present = RequestedIds.of(policies.idCount(), pod.ids().annotated());
    return SandboxedRuntimes.isSandboxed(pod, policies)
        ? List.of()
        : pod.ids().named().stream()
            .filter(named -> named.isEphemeral() && !present.contains(named.id()))
            .map(named ->
                violation(policies, named.field(), IdMappingMessages.idNotInRunningPod(named.id())))
            .toList();
  }

  private static Violation violation(EffectivePolicy policies, String field, String text) {
    return new Violation(RuleId.ISO_3, policies.policyName(), field, text);
  }
}
