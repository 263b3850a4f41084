// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.time.Instant;
import java.util.Optional;

/** When an authority or a log counted, both ends included; a missing end is open. */
public record ValidityPeriod(Optional<Instant> start, Optional<Instant> end) {
  public static final ValidityPeriod ALWAYS =
      new ValidityPeriod(Optional.empty(), Optional.empty());

  boolean covers(Instant time) {
    return start.filter(time::isBefore).isEmpty() && end.filter(time::isAfter).isEmpty();
  }

  /** Equal for two periods that cover the same time. */
  String written() {
    return start.map(Instant::toString).orElse("") + "/" + end.map(Instant::toString).orElse("");
  }
}
