package dev.eci.agent.nodestatus;

import dev.eci.agent.nodestatus.NodeState.Phase;

/** Installed: our files and the engine's configuration are in place. */
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
              "WaitingForContainers",
              "Handler and launcher stay until %d containers and sandboxes that run under them have ended; delete or restart their pods."
                  .formatted(waiting.containers()));
      case Phase.Removed _ -> new Verdict(false, "Removed", "Nothing of ours is on the node.");
    };
  }

  private static Verdict inPlace() {
    return new Verdict(true, "Installed", "Launcher and runtime handler are in place.");
  }
}
