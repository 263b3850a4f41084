package dev.eci.agent.nodestatus;

import dev.eci.agent.inventory.Snapshot;
import dev.eci.installer.handler.InstallRecord;
import dev.eci.installer.preflight.HostFacts;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of the node at one moment.
 *
 * @param facts empty until the node was inspected
 * @param notes limits of this node that people should know
 * @param installed our record; empty if nothing of ours is there
 */
public record NodeState(
    Phase phase,
    Optional<HostFacts> facts,
    List<String> notes,
    Optional<InstallRecord> installed,
    Snapshot containers,
    DockerSocketState docker) {
  public NodeState {
    notes = List.copyOf(notes);
  }

  /** Where the node stands between nothing and ready. */
  public sealed interface Phase {
    /** Protected pods can start. */
    record Ready() implements Phase {}

    /** Installed; the kubelet has not seen it yet. */
    record WaitingForKubelet() implements Phase {}

    /**
     * Not installed, or no longer whole.
     *
     * @param reason one word
     */
    record Failed(String reason, String message) implements Phase {}

    /** Removed but for the launcher, which running containers still need. */
    record WaitingForContainers(int containers) implements Phase {}

    /** Nothing of ours is there, as asked. */
    record Removed() implements Phase {}
  }
}
