// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When a failed step is retried: soon at first, then at growing intervals. */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final InstantSource clock;
  private Duration pause = FIRST;
  private Instant next = Instant.MIN;

  Backoff(InstantSource clock) {
    this.clock = clock;
  }

  boolean isDue() {
    return !clock.instant().isBefore(next);
  }

  void failed() {
    next = clock.instant().plus(pause);
    pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
  }

  void reset() {
    next = Instant.MIN;
    pause = FIRST;
  }
}
