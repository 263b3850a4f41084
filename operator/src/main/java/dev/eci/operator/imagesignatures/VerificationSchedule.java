// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.resolve.RefreshIntervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** When an image is verified next, and whether its signatures are read again. */
record VerificationSchedule(RefreshIntervals pace) {
  /** How long an image is kept after its last request. */
  static final Duration KEPT = Duration.ofDays(7);

  /** How often known signatures are read again: one may have been withdrawn. */
  private static final Duration READ_AGAIN = Duration.ofHours(12);

  /**
   * When the next verification is due.
   *
   * @param requested when a pod last requested the image
   * @param signers fingerprints of all signers that are checked
   */
  Instant nextCheck(
      Verification known, Instant requested, Set<String> signers, VerificationAttempt last) {
    Instant checked = known.checked().orElse(Instant.MIN);
    boolean waiting = requested.isAfter(checked) || !known.results().keySet().containsAll(signers);
    Instant regular =
        last.failures() > 0
            ? last.time().plus(afterFailures(last.failures()))
            : waiting ? Instant.MIN : latest(checked, last.time()).plus(pace.interval());
    Instant next = requested.isAfter(last.time()) && waiting ? Instant.MIN : regular;
    // even while a pod waits, there is a pause between requests, and the registry's own limit
    // applies
    Instant soonest =
        last.equals(VerificationAttempt.NONE) ? Instant.MIN : last.time().plus(pace.eager());
    return latest(latest(next, soonest), last.notBefore().orElse(Instant.MIN));
  }

  /** Whether the signatures have to be read, in addition to the digest of the image's tag. */
  boolean requiresFullCheck(
      Verification known, Instant requested, VerificationAttempt last, Instant now) {
    boolean signed = known.results().containsValue("");
    return last.full().equals(Instant.MIN)
        || last.full().plus(READ_AGAIN).isBefore(now)
        || (!signed && requested.isAfter(known.checked().orElse(Instant.MIN)));
  }

  private Duration afterFailures(int failures) {
    Duration pause = pace.firstRetry();
    for (int i = 1; i < failures && pause.compareTo(pace.interval()) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(pace.interval()) > 0 ? pace.interval() : pause;
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
