// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import dev.eci.policy.image.ImageMatch.Allowed;
import dev.eci.policy.image.ImageMatch.AllowedIfPinned;
import dev.eci.policy.image.ImageMatch.NotListed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images whose containers may mount Docker's socket (SOCK-1), with the digests that count for
 * them (SOCK-2).
 *
 * @param derived whether local images that were built from a listed one may as well (SOCK-3)
 */
public record DockerSocketImages(ImageList list, boolean derived, ResolvedImages resolvedImages) {
  public static final DockerSocketImages NONE =
      new DockerSocketImages(new ImageList(List.of()), false, ResolvedImages.NONE);

  public DockerSocketImages withResolvedImages(ResolvedImages other) {
    return new DockerSocketImages(list, derived, other);
  }

  public ImageMatch evaluate(ImageIdentity image, Instant now) {
    return switch (image) {
      case ImageIdentity.Named named ->
          named.reference().map(reference -> byName(reference, now)).orElseGet(NotListed::new);
      case ImageIdentity.Local local -> byContent(local, now);
    };
  }

  /** Whether the content belongs to a listed image; derived images do not count. */
  public boolean contains(ImageContent content, Instant now) {
    return list.patterns().stream()
        .anyMatch(entry -> DigestMatcher.matches(entry, content.all(), resolvedImages, now));
  }

  /** The digest to pin an image to that is listed by tag and is not pinned yet. */
  public Optional<String> pin(ImageReference image, Instant now) {
    return byName(image, now) instanceof AllowedIfPinned(String digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  /**
   * The references to resolve before an image that is not allowed can be evaluated further. Empty
   * where no response of a registry would change the result.
   */
  public Set<ImageReference> requiredLookups(ImageIdentity image, Instant now) {
    return evaluate(image, now).allows()
        ? Set.of()
        : list.patterns().stream()
            .flatMap(entry ->
                switch (image) {
                  case ImageIdentity.Named named ->
                      named.reference().stream()
                          .flatMap(reference -> NameMatcher.requiredLookups(entry, reference));
                  case ImageIdentity.Local local -> DigestMatcher.requiredLookups(entry, local);
                })
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether an entry covers all tags of a repository; such a tag is resolved only when it is used.
   */
  public boolean hasOnDemandEntries() {
    return list.patterns().stream().anyMatch(AnyTagPattern.class::isInstance);
  }

  /** The reference to keep resolved while an image is used that an entry for all tags covers. */
  public Optional<ImageReference> onDemand(ImageReference image) {
    return list.patterns().stream()
            .anyMatch(e -> e instanceof AnyTagPattern any && any.matches(image))
        ? Optional.of(image.forLookup())
        : Optional.empty();
  }

  private ImageMatch byName(ImageReference image, Instant now) {
    return ImageMatch.best(
        list.patterns().stream()
            .map(entry -> NameMatcher.evaluate(entry, image, resolvedImages, now)));
  }

  private ImageMatch byContent(ImageIdentity.Local image, Instant now) {
    if (contains(image.content(), now) || isDerived(image, now)) {
      return new Allowed();
    }
    return ImageMatch.best(
        list.patterns().stream()
            .map(entry -> DigestMatcher.reason(entry, image, resolvedImages, now)));
  }

  private boolean isDerived(ImageIdentity.Local image, Instant now) {
    return derived
        && image.localOnly()
        && image.ancestors().stream().anyMatch(ancestor -> contains(ancestor, now));
  }
}
