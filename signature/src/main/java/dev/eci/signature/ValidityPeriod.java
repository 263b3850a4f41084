package dev.eci.signature;

import java.time.Instant;
import java.util.Optional;

/** When somebody's word counted, ends included; an end that is not given is open. */
public record ValidityPeriod(Optional<Instant> start, Optional<Instant> end) {
  public static final ValidityPeriod ALWAYS =
      new ValidityPeriod(Optional.empty(), Optional.empty());

  boolean covers(Instant time) {
    return start.filter(time::isBefore).isEmpty() && end.filter(time::isAfter).isEmpty();
  }

  /** Two that cover the same are written the same. */
  String written() {
    return start.map(Instant::toString).orElse("") + "/" + end.map(Instant::toString).orElse("");
  }
}
