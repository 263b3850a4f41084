package dev.eci.policy.image;

import dev.eci.policy.image.ImageMatch.Allowed;
import dev.eci.policy.image.ImageMatch.AllowedAt;
import dev.eci.policy.image.ImageMatch.NotListed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The images whose containers may mount Docker's socket (SOCK-1), with the content that counts for
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

  /** Whether the content is one of a listed image; derived ones do not count. */
  public boolean contains(ImageContent content, Instant now) {
    return list.patterns().stream()
        .anyMatch(entry -> DigestMatcher.matches(entry, content.all(), resolvedImages, now));
  }

  /** What an image is to be pinned to that is listed by tag and was not pinned yet. */
  public Optional<String> pin(ImageReference image, Instant now) {
    return byName(image, now) instanceof AllowedAt(String digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  /**
   * What a registry is to be asked for, so that more can be said of an image than that it is not
   * allowed. Empty where no answer would change anything.
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

  /** Whether an entry is for all tags of a repository, of which nobody asks before one is used. */
  public boolean hasOnDemandEntries() {
    return list.patterns().stream().anyMatch(AnyTagPattern.class::isInstance);
  }

  /** What has to stay known of an image while it is used, by an entry for all of its tags. */
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
