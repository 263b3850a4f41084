package dev.eci.installer.handler;

/** How an installation ended. */
public sealed interface InstallResult {
  /** Everything is in place and the engine runs with it. */
  record Done(InstallRecord installed, boolean restarted) implements InstallResult {}

  /**
   * The engine runs as it did before.
   *
   * @param reason one word, as conditions carry it
   */
  record Failed(String reason, String message) implements InstallResult {}
}
