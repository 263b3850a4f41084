// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.KernelMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * ISO-4: a raw block volume is a device of the node, which has no owner inside a user namespace.
 */
final class BlockDeviceRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    if (SandboxedRuntimes.isSandboxed(pod, policies)) {
      return List.of();
    }
    return pod.containers().stream()
        .flatMap(container -> container.devices().stream())
        .map(device ->
            new Violation(
                RuleId.ISO_4,
                policies.policyName(),
                device.field(),
                KernelMessages.rawDeviceDenied(device.volume(), policies.source())))
        .toList();
  }
}
