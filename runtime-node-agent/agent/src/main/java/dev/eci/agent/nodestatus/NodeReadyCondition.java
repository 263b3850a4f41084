// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.agent.nodestatus.NodeState.Phase;
import dev.eci.crds.v1alpha1.NodeConditionReasons;

/** Ready: protected pods can start here. */
final class NodeReadyCondition implements NodeCondition {
  @Override
  public String type() {
    return "Ready";
  }

  @Override
  public Verdict verdict(NodeState state) {
    return switch (state.phase()) {
      case Phase.Ready _ ->
          new Verdict(
              true, NodeConditionReasons.READY, withNotes("Protected pods can start here.", state));
      case Phase.WaitingForKubelet _ ->
          new Verdict(
              false,
              NodeConditionReasons.WAITING_FOR_KUBELET,
              "The kubelet has not reported the runtime handler \"eci\" with user namespaces yet.");
      case Phase.Failed failed -> new Verdict(false, failed.reason(), failed.message());
      case Phase.WaitingForContainers _ ->
          new Verdict(
              false,
              NodeConditionReasons.WAITING_FOR_CONTAINERS,
              "Removal in progress (spec.desiredState: Removed).");
      case Phase.Removed _ ->
          new Verdict(false, NodeConditionReasons.REMOVED, "Removed (spec.desiredState: Removed).");
    };
  }

  private static String withNotes(String text, NodeState state) {
    return state.notes().isEmpty() ? text : text + " " + String.join(" ", state.notes());
  }
}
