package dev.eci.policy.image;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a list of images says of one; declared from best to worst. */
public sealed interface ImageMatch {
  /** It may. */
  record Allowed() implements ImageMatch {}

  /** It may once it is pinned to this digest. */
  record AllowedAt(String digest) implements ImageMatch {}

  /**
   * Its name is listed and nobody has asked the registry yet, or it did not answer.
   *
   * @param problem what went wrong the last time; empty: nothing was tried
   */
  record Unresolved(String problem) implements ImageMatch {}

  /** Its name is listed and what counts for it was last confirmed too long ago. */
  record Stale(Instant checked) implements ImageMatch {}

  /** Its name is listed, its content is another: someone tagged a foreign image so (SOCK-2). */
  record Foreign() implements ImageMatch {}

  /** It is on no list. */
  record NotListed() implements ImageMatch {}

  /** Whether nothing but perhaps a pin is missing. */
  default boolean allows() {
    return this instanceof Allowed || this instanceof AllowedAt;
  }

  /** What several lists say together. */
  static ImageMatch best(Stream<ImageMatch> verdicts) {
    return verdicts.min(Comparator.comparingInt(ImageMatch::rank)).orElseGet(NotListed::new);
  }

  /** Why a registry's answer cannot be gone by; empty: it can. */
  static Optional<ImageMatch> missing(Optional<ResolvedReference> about, Instant now) {
    ResolvedReference resolvedReference = about.orElse(ResolvedReference.NEVER);
    if (!resolvedReference.isKnown()) {
      return Optional.of(new Unresolved(resolvedReference.problem()));
    }
    return resolvedReference.isStale(now)
        ? Optional.of(new Stale(resolvedReference.checked().orElseThrow()))
        : Optional.empty();
  }

  private static int rank(ImageMatch verdict) {
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
