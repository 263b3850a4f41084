// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.crds.v1alpha1.NodeConditionReasons;

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
              true,
              NodeConditionReasons.WAITING_FOR_CONTAINERS,
              "Runtime handler and eci-runtime stay until the %d containers and sandboxes that run under them have ended; delete or restart their pods."
                  .formatted(waiting.containers()));
      case Phase.Removed _ ->
          new Verdict(false, NodeConditionReasons.REMOVED, "ECI is not installed on this node.");
    };
  }

  private static Verdict inPlace() {
    return new Verdict(
        true, NodeConditionReasons.INSTALLED, "eci-runtime and the runtime handler are in place.");
  }
}
