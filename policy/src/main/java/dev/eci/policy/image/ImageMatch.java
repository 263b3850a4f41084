// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The result of matching an image with a list; declared from best to worst. */
public sealed interface ImageMatch {
  /** The image is allowed. */
  record Allowed() implements ImageMatch {}

  /** The image is allowed once it is pinned to this digest. */
  record AllowedIfPinned(String digest) implements ImageMatch {}

  /**
   * The name is listed, and its registry was not queried yet or did not respond.
   *
   * @param problem the last failure; empty: no query was tried
   */
  record Unresolved(String problem) implements ImageMatch {}

  /** The name is listed, and its digests were last confirmed too long ago. */
  record Stale(Instant checked) implements ImageMatch {}

  /**
   * The name is listed, the content is another: anyone can tag another image with that name
   * (SOCK-2).
   */
  record DigestMismatch() implements ImageMatch {}

  /** The image is on no list. */
  record NotListed() implements ImageMatch {}

  /** Whether the image is allowed, perhaps after it is pinned. */
  default boolean allows() {
    return this instanceof Allowed || this instanceof AllowedIfPinned;
  }

  /** The match of several lists together. */
  static ImageMatch best(Stream<ImageMatch> verdicts) {
    return verdicts.min(Comparator.comparingInt(ImageMatch::rank)).orElseGet(NotListed::new);
  }

  /** Why a resolved reference must not be used; empty if it may be used. */
  static Optional<ImageMatch> unusable(Optional<ResolvedReference> about, Instant now) {
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
            AllowedIfPinned.class,
            Unresolved.class,
            Stale.class,
            DigestMismatch.class,
            NotListed.class)
        .indexOf(verdict.getClass());
  }
}
