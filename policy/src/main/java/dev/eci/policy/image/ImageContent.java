package dev.eci.policy.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which content an image on a node is, as its engine verified it. Names in it are nobody's proof.
 *
 * @param id what the engine knows it by, a digest; empty where the engine does not say
 * @param digests what it is in registries, each {@code name@digest} (RepoDigests)
 */
public record ImageContent(Optional<String> id, List<ImageReference> digests) {
  public ImageContent {
    digests = List.copyOf(digests);
    if (!id.map(ReferenceGrammar::isDigest).orElse(true)
        || digests.stream().anyMatch(d -> d.digest().isEmpty())) {
      throw new IllegalArgumentException("content without a digest: " + id + " " + digests);
    }
  }

  /** From what an engine answers; what is no digest in it proves nothing and is left out. */
  public static ImageContent of(String id, Collection<String> repoDigests) {
    return new ImageContent(
        Optional.of(id).filter(ReferenceGrammar::isDigest),
        repoDigests.stream()
            .flatMap(text -> ImageReference.tryParse(text).stream())
            .filter(reference -> reference.digest().isPresent())
            .toList());
  }

  /** Every digest that is this content's. */
  Set<String> all() {
    return Stream.concat(id.stream(), digests.stream().flatMap(d -> d.digest().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
