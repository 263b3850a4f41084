package dev.eci.policy.image;

import dev.eci.policy.image.ImageVerdict.Allowed;
import dev.eci.policy.image.ImageVerdict.Foreign;
import dev.eci.policy.image.ImageVerdict.NotListed;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an entry of a list says of an image on a node. Its content decides; its names, which anyone
 * can give it, only choose what people are told.
 */
final class ByContent {
  private ByContent() {}

  static boolean holds(ImagePattern entry, Set<String> content, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImage ignored -> true;
      case Digested named -> content.contains(named.digest());
      case Tagged named ->
          known.of(named.toString()).stream().anyMatch(r -> holds(r, content, now));
      case AnyTag named -> known.ofRepository(named.name()).anyMatch(r -> holds(r, content, now));
    };
  }

  private static boolean holds(Resolved resolved, Set<String> content, Instant now) {
    return content.stream().anyMatch(digest -> resolved.holds(digest, now));
  }

  /** Of content that does not count. */
  static ImageVerdict why(
      ImagePattern entry, ImageIdentity.Local image, ResolvedImages known, Instant now) {
    return switch (entry) {
      case AnyImage ignored -> new Allowed();
      case Digested named -> named(named.name(), image) ? new Foreign() : new NotListed();
      case Tagged named ->
          image.reference().filter(named::names).isPresent()
              ? ImageVerdict.missing(known.of(named.toString()), now).orElseGet(Foreign::new)
              : new NotListed();
      case AnyTag named ->
          named(named.name(), image) ? why(named, image, known, now) : new NotListed();
    };
  }

  static Stream<ImageReference> wanted(ImagePattern entry, ImageIdentity.Local image) {
    return switch (entry) {
      case AnyImage ignored -> Stream.of();
      case Digested ignored -> Stream.of();
      case Tagged named ->
          image.reference().filter(named::names).isPresent()
              ? Stream.of(named.reference())
              : Stream.of();
      case AnyTag named ->
          named(named.name(), image) ? image.content().all().stream().map(named::at) : Stream.of();
    };
  }

  /** Foreign once the repository was asked for each digest that the image may have in it. */
  private static ImageVerdict why(
      AnyTag entry, ImageIdentity.Local image, ResolvedImages known, Instant now) {
    return ImageVerdict.best(
        Stream.concat(
            Stream.of(new Foreign()),
            image.content().all().stream()
                .flatMap(digest ->
                    ImageVerdict.missing(known.of(entry.name() + "@" + digest), now).stream())));
  }

  private static boolean named(String repository, ImageIdentity.Local image) {
    return Stream.concat(image.reference().stream(), image.content().digests().stream())
        .anyMatch(reference -> reference.name().equals(repository));
  }
}
