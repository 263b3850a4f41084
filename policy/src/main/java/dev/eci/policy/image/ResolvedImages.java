// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Responses of registries, by reference: {@code name:tag}, or {@code name@digest} where the query
 * was whether the repository contains that digest. A snapshot.
 */
public record ResolvedImages(Map<String, ResolvedReference> byReference) {
  public static final ResolvedImages NONE = new ResolvedImages(Map.of());

  public ResolvedImages {
    byReference = Map.copyOf(byReference);
  }

  /**
   * The key under which responses for a reference are stored: for {@code name:tag@digest} the
   * digest.
   */
  public static String key(ImageReference image) {
    return image.digest().isPresent()
        ? image.name() + "@" + image.digest().get()
        : image.withDefaultTag().toString();
  }

  public Optional<ResolvedReference> find(ImageReference image) {
    return find(key(image));
  }

  Optional<ResolvedReference> find(String key) {
    return Optional.ofNullable(byReference.get(key));
  }

  /** All resolved references of a repository. */
  Stream<ResolvedReference> ofRepository(String name) {
    // a repository's name contains no colon after its last slash
    return byReference.entrySet().stream()
        .filter(e -> e.getKey().startsWith(name + ":") || e.getKey().startsWith(name + "@"))
        .map(Map.Entry::getValue);
  }

  public ResolvedImages withResolved(String key, ResolvedReference resolvedReference) {
    Map<String, ResolvedReference> next = new HashMap<>(byReference);
    next.put(key, resolvedReference);
    return new ResolvedImages(next);
  }

  /** Merges two snapshots; of references that are in both, the later one. */
  public ResolvedImages merge(ResolvedImages other) {
    Map<String, ResolvedReference> next = new HashMap<>(byReference);
    other.byReference.forEach(
        (key, resolvedReference) -> next.merge(key, resolvedReference, ResolvedImages::later));
    return new ResolvedImages(next);
  }

  private static ResolvedReference later(ResolvedReference one, ResolvedReference other) {
    if (one.checked().isEmpty() || other.checked().isEmpty()) {
      return one.checked().isPresent() ? one : other;
    }
    return one.checked().get().isBefore(other.checked().get()) ? other : one;
  }
}
