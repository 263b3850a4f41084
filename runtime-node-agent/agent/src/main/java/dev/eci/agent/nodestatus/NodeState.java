// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.agent.inventory.Snapshot;
import dev.eci.installer.handler.InstallRecord;
import dev.eci.installer.preflight.HostFacts;
import java.util.List;
import java.util.Optional;

/**
 * All that is known about the node at one moment.
 *
 * @param facts empty until the node was inspected
 * @param notes limits of this node that users should know
 * @param installed what is installed; empty if nothing is
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

  /** How far the node is between untouched and ready. */
  public sealed interface Phase {
    /** Protected pods can start. */
    record Ready() implements Phase {}

    /** Installed; the kubelet has not reported the runtime handler yet. */
    record WaitingForKubelet() implements Phase {}

    /**
     * Not installed, or no longer complete.
     *
     * @param reason see {@link dev.eci.crds.v1alpha1.NodeConditionReasons}
     */
    record Failed(String reason, String message) implements Phase {}

    /** Removed except for eci-runtime, which running containers still need. */
    record WaitingForContainers(int containers) implements Phase {}

    /** Removed completely, as desired. */
    record Removed() implements Phase {}
  }
}
