package dev.eci.agent.install;

/** How far a removal came. */
public sealed interface Removal {
  /** Nothing of ours is on the node. */
  record Done() implements Removal {}

  /**
   * These containers run under the launcher. Handler and launcher stay until they have ended: their
   * exec probes need the one, stopping and deleting them the other.
   */
  record Waiting(int containers) implements Removal {}

  /** The engine does not run; nothing more was taken away. */
  record Failed(String message) implements Removal {}
}
