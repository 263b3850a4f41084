package dev.eci.agent.nodestatus;

import dev.eci.agent.nodestatus.NodeState.Phase;

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
          new Verdict(true, "Ready", withNotes("Protected pods can start here.", state));
      case Phase.WaitingForKubelet _ ->
          new Verdict(
              false,
              "WaitingForKubelet",
              "The kubelet has not reported the runtime handler \"eci\" with user namespaces yet.");
      case Phase.Failed failed -> new Verdict(false, failed.reason(), failed.message());
      case Phase.WaitingForContainers _ ->
          new Verdict(false, "WaitingForContainers", "Being removed, as spec.desiredState asks.");
      case Phase.Removed _ -> new Verdict(false, "Removed", "Removed, as spec.desiredState asks.");
    };
  }

  private static String withNotes(String text, NodeState state) {
    return state.notes().isEmpty() ? text : text + " " + String.join(" ", state.notes());
  }
}
