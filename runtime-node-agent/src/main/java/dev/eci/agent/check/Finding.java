package dev.eci.agent.check;

/** What one check found. */
public sealed interface Finding {
  Finding PASS = new Pass();

  /** Nothing to say. */
  record Pass() implements Finding {}

  /** Works, with a limit that people should know. */
  record Note(String text) implements Finding {}

  /**
   * Nothing is installed on such a node.
   *
   * @param reason one word, as conditions carry it
   * @param message one sentence: what is missing and how to mend it
   */
  record Refusal(String reason, String message) implements Finding {}
}
