// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits, with a limit, for a condition. */
final class Await {
  private static final Duration STEP = Duration.ofMillis(50);

  private Await() {}

  /** Throws if the condition is not met in time. */
  static void until(String what, Duration limit, BooleanSupplier done) {
    long end = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "timed out after %d s, waiting for %s".formatted(limit.toSeconds(), what));
      }
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
