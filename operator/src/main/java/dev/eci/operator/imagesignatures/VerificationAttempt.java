// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import java.time.Instant;
import java.util.Optional;

/**
 * The last verification of one image.
 *
 * @param full when its signatures themselves were last read
 * @param failures in a row
 * @param notBefore when the registry allows the next request
 */
record VerificationAttempt(Instant time, Instant full, int failures, Optional<Instant> notBefore) {
  static final VerificationAttempt NONE =
      new VerificationAttempt(Instant.MIN, Instant.MIN, 0, Optional.empty());

  VerificationAttempt succeeded(Instant now, boolean wasFull) {
    return new VerificationAttempt(now, wasFull ? now : full, 0, Optional.empty());
  }

  VerificationAttempt failed(Instant now, Optional<Instant> again) {
    return new VerificationAttempt(now, full, failures + 1, again);
  }
}
