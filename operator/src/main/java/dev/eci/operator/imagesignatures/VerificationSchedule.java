package dev.eci.operator.imagesignatures;

import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.resolve.RefreshIntervals;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** When an image is looked at next, and how closely. */
record VerificationSchedule(RefreshIntervals pace) {
  /** How long nobody may have wanted it before it is forgotten. */
  static final Duration KEPT = Duration.ofDays(7);

  /** How often signatures are read again that were found: one may have been withdrawn. */
  private static final Duration READ_AGAIN = Duration.ofHours(12);

  /**
   * When.
   *
   * @param wanted when a pod last wanted it
   * @param signers fingerprints of all who are looked for
   */
  Instant nextCheck(
      Verification known, Instant wanted, Set<String> signers, VerificationAttempt last) {
    Instant checked = known.checked().orElse(Instant.MIN);
    boolean waiting = wanted.isAfter(checked) || !known.results().keySet().containsAll(signers);
    Instant regular =
        last.failures() > 0
            ? last.time().plus(afterFailures(last.failures()))
            : waiting ? Instant.MIN : latest(checked, last.time()).plus(pace.interval());
    Instant next = wanted.isAfter(last.time()) && waiting ? Instant.MIN : regular;
    // whoever waits, a registry is not asked without a pause, nor before it wants to be
    Instant soonest =
        last.equals(VerificationAttempt.NONE) ? Instant.MIN : last.time().plus(pace.eager());
    return latest(latest(next, soonest), last.notBefore().orElse(Instant.MIN));
  }

  /** Whether the signatures have to be read, beyond what the image's name stands for. */
  boolean requiresFullCheck(
      Verification known, Instant wanted, VerificationAttempt last, Instant now) {
    boolean signed = known.results().containsValue("");
    return last.full().equals(Instant.MIN)
        || last.full().plus(READ_AGAIN).isBefore(now)
        || (!signed && wanted.isAfter(known.checked().orElse(Instant.MIN)));
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
