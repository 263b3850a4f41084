// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import dev.eci.policy.image.ImageMatch.Allowed;
import dev.eci.policy.image.ImageMatch.AllowedIfPinned;
import dev.eci.policy.image.ImageMatch.DigestMismatch;
import dev.eci.policy.image.ImageMatch.NotListed;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Matches the name of an image that is on no node yet with the entries of a list. */
final class NameMatcher {
  private NameMatcher() {}

  static ImageMatch evaluate(
      ImagePattern entry, ImageReference image, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImagePattern ignored -> new Allowed();
      case DigestPattern named -> named.matches(image) ? new Allowed() : new NotListed();
      case TagPattern named ->
          named.mightMatch(image)
              ? evaluate(known.find(named.toString()), image, () -> false, now)
              : new NotListed();
      case AnyTagPattern named ->
          named.matches(image)
              ? evaluate(known.find(image), image, () -> matches(named, image, known, now), now)
              : new NotListed();
    };
  }

  static Stream<ImageReference> requiredLookups(ImagePattern entry, ImageReference image) {
    return switch (entry) {
      case AnyImagePattern ignored -> Stream.of();
      case DigestPattern ignored -> Stream.of();
      case TagPattern named -> named.mightMatch(image) ? Stream.of(named.reference()) : Stream.of();
      case AnyTagPattern named -> named.matches(image) ? Stream.of(image.forLookup()) : Stream.of();
    };
  }

  /** {@code elsewhere}: whether another reference of the entry resolved to the digest. */
  private static ImageMatch evaluate(
      Optional<ResolvedReference> about,
      ImageReference image,
      BooleanSupplier elsewhere,
      Instant now) {
    Optional<ImageMatch> missing = ImageMatch.unusable(about, now);
    if (image.digest().isEmpty()) {
      return missing.orElseGet(() ->
          about
              .flatMap(ResolvedReference::current)
              .<ImageMatch>map(resolvedDigest -> new AllowedIfPinned(resolvedDigest.digest()))
              .orElseGet(DigestMismatch::new));
    }
    String digest = image.digest().get();
    return about.filter(r -> r.includes(digest, now)).isPresent() || elsewhere.getAsBoolean()
        ? new Allowed()
        : missing.orElseGet(DigestMismatch::new);
  }

  private static boolean matches(
      AnyTagPattern entry, ImageReference image, ResolvedImages known, Instant now) {
    return image
        .digest()
        .map(digest -> known.ofRepository(entry.name()).anyMatch(r -> r.includes(digest, now)))
        .orElse(false);
  }
}
