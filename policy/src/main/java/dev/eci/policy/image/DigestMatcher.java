// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import dev.eci.policy.image.ImageMatch.Allowed;
import dev.eci.policy.image.ImageMatch.DigestMismatch;
import dev.eci.policy.image.ImageMatch.NotListed;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Matches an image on a node with the entries of a list. Its content decides; its names, which
 * anyone can assign, only choose the message.
 */
final class DigestMatcher {
  private DigestMatcher() {}

  static boolean matches(
      ImagePattern entry, Set<String> content, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImagePattern ignored -> true;
      case DigestPattern named -> content.contains(named.digest());
      case TagPattern named ->
          known.find(named.toString()).stream().anyMatch(r -> matches(r, content, now));
      case AnyTagPattern named ->
          known.ofRepository(named.name()).anyMatch(r -> matches(r, content, now));
    };
  }

  private static boolean matches(
      ResolvedReference resolvedReference, Set<String> content, Instant now) {
    return content.stream().anyMatch(digest -> resolvedReference.includes(digest, now));
  }

  /** Why the content does not count. */
  static ImageMatch reason(
      ImagePattern entry, ImageIdentity.Local image, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImagePattern ignored -> new Allowed();
      case DigestPattern named ->
          hasRepository(named.name(), image) ? new DigestMismatch() : new NotListed();
      case TagPattern named ->
          image.reference().filter(named::mightMatch).isPresent()
              ? ImageMatch.unusable(known.find(named.toString()), now)
                  .orElseGet(DigestMismatch::new)
              : new NotListed();
      case AnyTagPattern named ->
          hasRepository(named.name(), image) ? reason(named, image, known, now) : new NotListed();
    };
  }

  static Stream<ImageReference> requiredLookups(ImagePattern entry, ImageIdentity.Local image) {
    return switch (entry) {
      case AnyImagePattern ignored -> Stream.of();
      case DigestPattern ignored -> Stream.of();
      case TagPattern named ->
          image.reference().filter(named::mightMatch).isPresent()
              ? Stream.of(named.reference())
              : Stream.of();
      case AnyTagPattern named ->
          hasRepository(named.name(), image)
              ? image.content().all().stream().map(named::withDigest)
              : Stream.of();
    };
  }

  /** A digest mismatch is certain once the repository was queried for each digest of the image. */
  private static ImageMatch reason(
      AnyTagPattern entry, ImageIdentity.Local image, ResolvedImages known, Instant now) {
    return ImageMatch.best(
        Stream.concat(
            Stream.of(new DigestMismatch()),
            image.content().all().stream()
                .flatMap(digest ->
                    ImageMatch.unusable(known.find(entry.name() + "@" + digest), now).stream())));
  }

  private static boolean hasRepository(String repository, ImageIdentity.Local image) {
    return Stream.concat(image.reference().stream(), image.content().digests().stream())
        .anyMatch(reference -> reference.name().equals(repository));
  }
}
