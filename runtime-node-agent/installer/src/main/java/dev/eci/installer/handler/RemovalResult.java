package dev.eci.installer.handler;

/** How far a removal came. */
public sealed interface RemovalResult {
  /** Nothing of ours is on the node. */
  record Done() implements RemovalResult {}

  /**
   * These containers run under the launcher. Handler and launcher stay until they have ended: their
   * exec probes need the one, stopping and deleting them the other.
   */
  record Waiting(int containers) implements RemovalResult {}

  /** The engine does not run; nothing more was taken away. */
  record Failed(String message) implements RemovalResult {}
}
