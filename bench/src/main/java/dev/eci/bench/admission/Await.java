package dev.eci.bench.admission;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what others do, bounded. */
final class Await {
  private static final Duration STEP = Duration.ofMillis(50);

  private Await() {}

  /** Throws if it does not come about in time. */
  static void until(String what, Duration limit, BooleanSupplier done) {
    long end = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited %d s for %s".formatted(limit.toSeconds(), what));
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
