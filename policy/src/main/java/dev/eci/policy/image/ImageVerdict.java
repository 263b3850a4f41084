package dev.eci.policy.image;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a list of images says of one; declared from best to worst. */
public sealed interface ImageVerdict {
  /** It may. */
  record Allowed() implements ImageVerdict {}

  /** It may once it is pinned to this digest. */
  record AllowedAt(String digest) implements ImageVerdict {}

  /**
   * Its name is listed and nobody has asked the registry yet, or it did not answer.
   *
   * @param problem what went wrong the last time; empty: nothing was tried
   */
  record Unresolved(String problem) implements ImageVerdict {}

  /** Its name is listed and what counts for it was last confirmed too long ago. */
  record Stale(Instant checked) implements ImageVerdict {}

  /** Its name is listed, its content is another: someone tagged a foreign image so (SOCK-2). */
  record Foreign() implements ImageVerdict {}

  /** It is on no list. */
  record NotListed() implements ImageVerdict {}

  /** Whether nothing but perhaps a pin is missing. */
  default boolean allows() {
    return this instanceof Allowed || this instanceof AllowedAt;
  }

  /** What several lists say together. */
  static ImageVerdict best(Stream<ImageVerdict> verdicts) {
    return verdicts.min(Comparator.comparingInt(ImageVerdict::rank)).orElseGet(NotListed::new);
  }

  /** Why a registry's answer cannot be gone by; empty: it can. */
  static Optional<ImageVerdict> missing(Optional<Resolved> about, Instant now) {
    Resolved resolved = about.orElse(Resolved.NEVER);
    if (!resolved.known()) {
      return Optional.of(new Unresolved(resolved.problem()));
    }
    return resolved.stale(now)
        ? Optional.of(new Stale(resolved.checked().orElseThrow()))
        : Optional.empty();
  }

  private static int rank(ImageVerdict verdict) {
    return List.of(
            Allowed.class,
            AllowedAt.class,
            Unresolved.class,
            Stale.class,
            Foreign.class,
            NotListed.class)
        .indexOf(verdict.getClass());
  }
}
