// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.ContainerdService;
import java.util.stream.Collectors;

/** Requires exactly one containerd under systemd. Otherwise it is unclear what to restart. */
final class ContainerdFoundCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return new CheckResult.Failure(
          NodeConditionReasons.ENGINE_NOT_FOUND,
          "No containerd runs on this node; this version supports no other container runtime.");
    }
    if (facts.engines().size() > 1) {
      return new CheckResult.Failure(
          NodeConditionReasons.SEVERAL_ENGINES,
          "Several containerds run on this node (%s), and it is not clear which one serves the kubelet; keep one."
              .formatted(
                  facts.engines().stream()
                      .map(ContainerdService::unit)
                      .collect(Collectors.joining(", "))));
    }
    return facts.engines().getFirst().unit().isEmpty()
        ? new CheckResult.Failure(
            NodeConditionReasons.ENGINE_NOT_UNDER_SYSTEMD,
            "containerd is not run by a systemd unit, so it cannot be restarted safely; start it as a service.")
        : CheckResult.PASS;
  }
}
