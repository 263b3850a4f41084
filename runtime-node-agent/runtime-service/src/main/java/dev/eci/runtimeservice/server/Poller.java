// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits until a value is present, for a limited time. */
record Poller(Duration limit) {
  private static final long INTERVAL_MILLIS = 50;

  /** Empty if the value is not present within the limit. */
  <T> Optional<T> poll(Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent() || System.nanoTime() - end > 0) {
        return value;
      }
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
