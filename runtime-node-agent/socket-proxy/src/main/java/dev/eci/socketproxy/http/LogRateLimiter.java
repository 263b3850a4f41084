package dev.eci.socketproxy.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

/**
 * How much of the log each caller may fill: whoever asks in a loop for what is denied would push
 * everybody else's lines out of it. Safe for any thread.
 */
final class LogRateLimiter {
  private final int most;
  private final Duration window;
  private final ObjLongConsumer<String> leftOut;
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  /**
   * Nobody has written yet.
   *
   * @param most lines of one caller in a window, which begins with the first of them
   * @param leftOut told at the window's end whose lines were left out, and how many
   */
  LogRateLimiter(int most, Duration window, ObjLongConsumer<String> leftOut) {
    this.most = most;
    this.window = window;
    this.leftOut = leftOut;
  }

  /** Whether there is room for one more line of this caller. */
  boolean tryAcquire(String caller) {
    long count = counts.merge(caller, 1L, Long::sum);
    if (count == 1) {
      CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(() -> end(caller));
    }
    return count <= most;
  }

  private void end(String caller) {
    Long count = counts.remove(caller);
    if (count != null && count > most) {
      leftOut.accept(caller, count - most);
    }
  }
}
