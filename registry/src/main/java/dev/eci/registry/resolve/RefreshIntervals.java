// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a reference is resolved again.
 *
 * @param interval after a response
 * @param firstRetry after the first failure; each further failure doubles it up to the interval
 * @param eager the shortest pause while a caller waits for the result
 */
public record RefreshIntervals(Duration interval, Duration firstRetry, Duration eager) {
  public static final RefreshIntervals USUAL =
      new RefreshIntervals(Duration.ofMinutes(15), Duration.ofSeconds(15), Duration.ofSeconds(10));

  private static final double JITTER = 0.1;

  Instant afterSuccess(Instant now, RandomGenerator random) {
    return now.plus(jittered(interval, random));
  }

  /** {@code failures}: in a row, including this one. */
  Instant afterFailure(
      Instant now, int failures, Optional<Instant> notBefore, RandomGenerator random) {
    Duration pause = firstRetry;
    for (int i = 1; i < failures && pause.compareTo(interval) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    Instant next = now.plus(jittered(pause.compareTo(interval) > 0 ? interval : pause, random));
    return notBefore.filter(next::isBefore).orElse(next);
  }

  private static Duration jittered(Duration pause, RandomGenerator random) {
    return pause.plusMillis(Math.round(pause.toMillis() * JITTER * (2 * random.nextDouble() - 1)));
  }
}
