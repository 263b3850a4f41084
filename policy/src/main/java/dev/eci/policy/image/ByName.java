package dev.eci.policy.image;

import dev.eci.policy.image.ImageVerdict.Allowed;
import dev.eci.policy.image.ImageVerdict.AllowedAt;
import dev.eci.policy.image.ImageVerdict.Foreign;
import dev.eci.policy.image.ImageVerdict.NotListed;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What an entry of a list says of an image that no node has seen yet. */
final class ByName {
  private ByName() {}

  static ImageVerdict judge(
      ImagePattern entry, ImageReference image, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImage ignored -> new Allowed();
      case Digested named -> named.matches(image) ? new Allowed() : new NotListed();
      case Tagged named ->
          named.names(image)
              ? judge(known.of(named.toString()), image, () -> false, now)
              : new NotListed();
      case AnyTag named ->
          named.matches(image)
              ? judge(known.of(image), image, () -> holds(named, image, known, now), now)
              : new NotListed();
    };
  }

  static Stream<ImageReference> wanted(ImagePattern entry, ImageReference image) {
    return switch (entry) {
      case AnyImage ignored -> Stream.of();
      case Digested ignored -> Stream.of();
      case Tagged named -> named.names(image) ? Stream.of(named.reference()) : Stream.of();
      case AnyTag named -> named.matches(image) ? Stream.of(image.forAsking()) : Stream.of();
    };
  }

  /** {@code elsewhere}: whether a digest is known from another reference of the entry. */
  private static ImageVerdict judge(
      Optional<Resolved> about, ImageReference image, BooleanSupplier elsewhere, Instant now) {
    Optional<ImageVerdict> missing = ImageVerdict.missing(about, now);
    if (image.digest().isEmpty()) {
      return missing.orElseGet(() ->
          about
              .flatMap(Resolved::current)
              .<ImageVerdict>map(version -> new AllowedAt(version.digest()))
              .orElseGet(Foreign::new));
    }
    String digest = image.digest().get();
    return about.filter(r -> r.holds(digest, now)).isPresent() || elsewhere.getAsBoolean()
        ? new Allowed()
        : missing.orElseGet(Foreign::new);
  }

  private static boolean holds(
      AnyTag entry, ImageReference image, ResolvedImages known, Instant now) {
    return image
        .digest()
        .map(digest -> known.ofRepository(entry.name()).anyMatch(r -> r.holds(digest, now)))
        .orElse(false);
  }
}
