// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.policy.pod.NodeCapabilityLabels;

/** Installed: the files of ECI and containerd's configuration are in place. */
final class InstalledCondition implements NodeCondition {
  @Override
  public String type() {
    return "Installed";
  }

  @Override
  public Verdict verdict(NodeState state) {
    return switch (state.phase()) {
      case Phase.Ready _ -> inPlace();
      case Phase.WaitingForKubelet _ -> inPlace();
      case Phase.Failed failed -> new Verdict(false, failed.reason(), failed.message());
      case Phase.WaitingForContainers waiting ->
          new Verdict(
              true, NodeConditionReasons.WAITING_FOR_CONTAINERS, waiting(waiting.containers()));
      case Phase.Removed _ ->
          new Verdict(false, NodeConditionReasons.REMOVED, "ECI is not installed on this node.");
    };
  }

  private static String waiting(int containers) {
    return containers == 0
        ? "Runtime handler and eci-runtime stay for two minutes after the node's boot, because its pods may still be starting."
        : "Runtime handler, eci-runtime and the node's label stay until the %d containers and sandboxes that run under them have ended; delete or restart their pods. New pods are not scheduled here until then (taint %s)."
            .formatted(containers, NodeCapabilityLabels.REMOVING_TAINT);
  }

  private static Verdict inPlace() {
    return new Verdict(
        true, NodeConditionReasons.INSTALLED, "eci-runtime and the runtime handler are in place.");
  }
}
