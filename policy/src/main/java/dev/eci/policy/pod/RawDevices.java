package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.KernelTexts;
import java.util.List;

/** ISO-4: a raw block volume is a device of the node, which nobody inside a user namespace owns. */
final class RawDevices implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    if (RuntimeIsolation.ofItsOwn(pod, policies)) {
      return List.of();
    }
    return pod.containers().stream()
        .flatMap(container -> container.devices().stream())
        .map(device ->
            new Violation(
                RuleId.ISO_4,
                policies.policyName(),
                device.field(),
                KernelTexts.rawDeviceDenied(device.volume(), policies.source())))
        .toList();
  }
}
