// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * Limits the log lines of each caller: a caller that repeats a denied request in a loop would push
 * the lines of all others out of the log. Thread-safe.
 */
final class LogRateLimiter {
  private final int limit;
  private final Duration window;
  private final ObjLongConsumer<String> onDropped;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  /**
   * Without any lines yet.
   *
   * @param limit lines of one caller in a window, which starts with the first of them
   * @param onDropped receives at the end of a window the caller and the number of dropped lines
   */
  LogRateLimiter(int limit, Duration window, ObjLongConsumer<String> onDropped) {
    this.limit = limit;
    this.window = window;
    this.onDropped = onDropped;
  }

  /** Whether this caller may write one more line. */
  boolean tryAcquire(String caller) {
    long count = counts.merge(caller, 1L, Long::sum);
    if (count == 1) {
      CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(() -> end(caller));
    }
    return count <= limit;
  }

  private void end(String caller) {
    Long count = counts.remove(caller);
    if (count != null && count > limit) {
      onDropped.accept(caller, count - limit);
    }
  }
}
