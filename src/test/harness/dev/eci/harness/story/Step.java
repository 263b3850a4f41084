package dev.eci.harness.story;

import java.util.function.Supplier;

/**
 * One thing that a person does.
 *
 * @param title what for
 * @param typed the command, as a person would type it
 * @param expected in words
 * @param action does it
 */
public record Step(String title, String typed, String expected, Supplier<Outcome> action) {

  /** What came of it. */
  public record Outcome(boolean asExpected, String happened) {}

  /** Does it; an exception is an outcome too, and not the expected one. */
  public Outcome run() {
    try {
      return action.get();
    } catch (RuntimeException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
  }
}
