package dev.eci.support.dockerapi;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes what takes longer than it may, whoever waits for it then learns so. A look now and then
 * while anything is under way: a timer for each question would cost more than its answer.
 */
final class ConnectionTimeouts {
  private static final int CHECK_MILLIS = 200;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("engine-clock").unstarted(task));
  private final Map<Closeable, Long> open = new ConcurrentHashMap<>();
  private final AtomicBoolean checkScheduled = new AtomicBoolean();

  void start(Closeable what, Duration limit) {
    open.put(what, System.nanoTime() + limit.toNanos());
    scheduleCheck();
  }

  void end(Closeable what) {
    open.remove(what);
  }

  private void scheduleCheck() {
    if (checkScheduled.compareAndSet(false, true)) {
      var _ = clock.schedule(this::closeExpired, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeExpired() {
    long now = System.nanoTime();
    open.forEach((what, end) -> {
      if (end - now < 0 && open.remove(what, end)) {
        try {
          what.close();
        } catch (IOException e) {
          // whoever reads from it is told
        }
      }
    });
    checkScheduled.set(false);
    if (!open.isEmpty()) {
      scheduleCheck();
    }
  }
}
