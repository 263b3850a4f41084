// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.fault;

import java.util.function.Consumer;

/**
 * The steps after which a killed agent leaves another state. A step does nothing in a release: only
 * a test that starts the agent with its own main class can listen, and nothing that is configured
 * can.
 */
public final class FaultPoints {
  private static volatile Consumer<String> listener = _ -> {};

  private FaultPoints() {}

  /** What gets the name of each step of this part of the agent. */
  public static Consumer<String> of(String part) {
    return step -> listener.accept(part + ":" + step.replace(' ', '-'));
  }

  /** For tests: receives each step, {@code PART:STEP}, on the thread that has reached it. */
  public static void listen(Consumer<String> steps) {
    listener = steps;
  }
}
