package dev.eci.agent.install;

/** How far a removal came. */
public sealed interface Removal {
  /** Nothing of ours is on the node. */
  record Done() implements Removal {}

  /**
   * The engine runs without us; the launcher stays until these have ended, since they are stopped
   * and deleted through it.
   */
  record Waiting(int containers) implements Removal {}

  /** The engine does not run; nothing more was taken away. */
  record Failed(String message) implements Removal {}
}
