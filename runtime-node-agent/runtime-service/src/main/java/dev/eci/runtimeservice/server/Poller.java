package dev.eci.runtimeservice.server;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for something that comes by itself, with an end. */
record Poller(Duration limit) {
  private static final long STEP = 50;

  /** Empty if it has not come within the limit. */
  <T> Optional<T> poll(Supplier<Optional<T>> present) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = present.get();
      if (value.isPresent() || System.nanoTime() - end > 0) {
        return value;
      }
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
