// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The content of an image on a node, as its engine verified it. Names in it prove nothing.
 *
 * @param id the digest by which the engine identifies it; empty where the engine reports none
 * @param digests its digests in registries, each {@code name@digest} (RepoDigests)
 */
public record ImageContent(Optional<String> id, List<ImageReference> digests) {
  public ImageContent {
    digests = List.copyOf(digests);
    if (!id.map(ReferenceGrammar::isDigest).orElse(true)
        || digests.stream().anyMatch(d -> d.digest().isEmpty())) {
      throw new IllegalArgumentException("content without a digest: " + id + " " + digests);
    }
  }

  /** From an engine's response; values that are no digests prove nothing and are ignored. */
  public static ImageContent of(String id, Collection<String> repoDigests) {
    return new ImageContent(
        Optional.of(id).filter(ReferenceGrammar::isDigest),
        repoDigests.stream()
            .flatMap(text -> ImageReference.tryParse(text).stream())
            .filter(reference -> reference.digest().isPresent())
            .toList());
  }

  /** Every digest of this content. */
  Set<String> all() {
    return Stream.concat(id.stream(), digests.stream().flatMap(d -> d.digest().stream()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
