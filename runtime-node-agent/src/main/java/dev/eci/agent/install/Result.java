package dev.eci.agent.install;

/** How an installation ended. */
public sealed interface Result {
  /** Everything is in place and the engine runs with it. */
  record Done(Installed installed, boolean restarted) implements Result {}

  /**
   * The engine runs as it did before.
   *
   * @param reason one word, as conditions carry it
   */
  record Failed(String reason, String message) implements Result {}
}
