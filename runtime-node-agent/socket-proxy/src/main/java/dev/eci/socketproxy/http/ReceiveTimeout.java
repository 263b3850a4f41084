// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long the proxy waits for the rest of what it holds in memory: a head, or a body that
 * is to be evaluated. Both have a limit in all as well: memory that one caller holds by sending a
 * byte now and then is missing to the others. Nothing else has a limit, because Docker's API has
 * none: connections between requests, bodies that are forwarded as they come, responses, and
 * streams.
 *
 * <p>The codec's own {@code ReadTimeoutHandler} knows only a whole connection, not its phases.
 */
final class ReceiveTimeout {
  static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75));

  /** What the caller is to send next. */
  enum Awaited {
    NOTHING,
    /** The rest of a head that has started. */
    HEAD,
    /** The rest of a body that is collected. */
    BODY
  }

  /**
   * How long it may take.
   *
   * @param progress between two parts of a head or body
   * @param head from the first byte of a head to its last
   * @param body from the start of its collection to its last byte
   * @param memory until there is memory for a body; longer than the slowest body before it takes
   */
  record Limits(Duration progress, Duration head, Duration body, Duration memory) {}

  private final EventLoop eventLoop;
  private final Limits limits;
  private final Runnable onTimeout;
  private Awaited awaited = Awaited.NOTHING;
  private int message;
  private long started;
  private long received;
  private @Nullable ScheduledFuture<?> timer;

  /** For one connection, with whose event loop all of it runs. */
  ReceiveTimeout(EventLoop eventLoop, Limits limits, Runnable onTimeout) {
    this.eventLoop = eventLoop;
    this.limits = limits;
    this.onTimeout = onTimeout;
  }

  /**
   * To be called whenever something else may be awaited.
   *
   * @param number of the request on this connection
   */
  void await(Awaited next, int number) {
    if (next == awaited && number == message) {
      return;
    }
    stop();
    awaited = next;
    message = number;
    if (next != Awaited.NOTHING) {
      started = System.nanoTime();
      received = started;
      schedule(started);
    }
  }

  /** More bytes have arrived. */
  void received() {
    received = System.nanoTime();
  }

  void stop() {
    awaited = Awaited.NOTHING;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void schedule(long now) {
    timer = eventLoop.schedule(this::check, remaining(now), TimeUnit.NANOSECONDS);
  }

  private long remaining(long now) {
    long remaining = limits.progress().toNanos() - (now - received);
    Duration inAll = awaited == Awaited.HEAD ? limits.head() : limits.body();
    return Math.min(remaining, inAll.toNanos() - (now - started));
  }

  private void check() {
    long now = System.nanoTime();
    if (remaining(now) > 0) {
      schedule(now);
    } else {
      stop();
      onTimeout.run();
    }
  }
}
