package dev.eci.installer.preflight;

/** What one check found. */
public sealed interface CheckResult {
  CheckResult PASS = new Pass();

  /** Nothing to say. */
  record Pass() implements CheckResult {}

  /** Works, with a limit that people should know. */
  record Note(String text) implements CheckResult {}

  /**
   * Nothing is installed on such a node.
   *
   * @param reason one word, as conditions carry it
   * @param message one sentence: what is missing and how to mend it
   */
  record Refusal(String reason, String message) implements CheckResult {}
}
