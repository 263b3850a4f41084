// SPDX-License-Identifier: Apache-2.0
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
 * Closes connections whose request takes too long, so that the reading thread fails. One periodic
 * check runs while requests are in progress: a timer per request would cost more than the request.
 */
final class ConnectionTimeouts {
  private static final int CHECK_MILLIS = 200;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("engine-clock").unstarted(task));
  private final Map<Closeable, Long> open = new ConcurrentHashMap<>();
  private final AtomicBoolean checkScheduled = new AtomicBoolean();

  void start(Closeable connection, Duration limit) {
    open.put(connection, System.nanoTime() + limit.toNanos());
    scheduleCheck();
  }

  void end(Closeable connection) {
    open.remove(connection);
  }

  private void scheduleCheck() {
    if (checkScheduled.compareAndSet(false, true)) {
      var _ = clock.schedule(this::closeExpired, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void closeExpired() {
    long now = System.nanoTime();
    open.forEach((connection, end) -> {
      if (end - now < 0 && open.remove(connection, end)) {
        try {
          connection.close();
        } catch (IOException e) {
          // the thread that reads from it fails anyway
        }
      }
    });
    checkScheduled.set(false);
    if (!open.isEmpty()) {
      scheduleCheck();
    }
  }
}
