// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.story;

import java.util.function.Supplier;

/**
 * One action of a user.
 *
 * @param title the purpose
 * @param typed the command, as a user would type it
 * @param expected in words
 * @param action performs it
 */
public record Step(String title, String typed, String expected, Supplier<Outcome> action) {

  /** The result, and whether it is the expected one. */
  public record Outcome(boolean asExpected, String happened) {}

  /** Performs it. An exception is an outcome too, and not the expected one. */
  public Outcome run() {
    try {
      return action.get();
    } catch (RuntimeException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
  }
}
