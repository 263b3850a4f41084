package dev.eci.operator.signatures;

import java.time.Instant;
import java.util.Optional;

/**
 * The last look at one image.
 *
 * @param full when its signatures themselves were last read
 * @param failures in a row
 * @param notBefore when the registry wants to be asked again
 */
record Attempt(Instant at, Instant full, int failures, Optional<Instant> notBefore) {
  static final Attempt NONE = new Attempt(Instant.MIN, Instant.MIN, 0, Optional.empty());

  Attempt succeeded(Instant now, boolean wasFull) {
    return new Attempt(now, wasFull ? now : full, 0, Optional.empty());
  }

  Attempt failed(Instant now, Optional<Instant> again) {
    return new Attempt(now, full, failures + 1, again);
  }
}
