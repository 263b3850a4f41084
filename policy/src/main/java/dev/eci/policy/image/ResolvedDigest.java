package dev.eci.policy.image;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a reference stood for at some time. Engines with containerd's store know an image by the
 * digest of its index, others by that of the manifest for their platform; both count.
 *
 * @param digest what the registry answers for the reference
 * @param parts the manifests of its platforms, if it is an index
 * @param seen when the registry last answered so
 */
public record ResolvedDigest(String digest, Set<String> parts, Instant seen) {
  /** Platforms of one image; the largest published ones have about 20, with attestations. */
  public static final int PARTS_MAX = 64;

  public ResolvedDigest {
    parts = Set.copyOf(parts);
    if (!ReferenceGrammar.isDigest(digest)
        || parts.stream().anyMatch(part -> !ReferenceGrammar.isDigest(part))) {
      throw new IllegalArgumentException("no digest: " + digest + " " + parts);
    }
    if (parts.size() > PARTS_MAX) {
      throw new IllegalArgumentException("more than " + PARTS_MAX + " platforms: " + digest);
    }
  }

  /** For what strangers wrote, such as an API server's client: empty if it is no version. */
  public static Optional<ResolvedDigest> tryOf(String digest, Set<String> parts, Instant seen) {
    try {
      return Optional.of(new ResolvedDigest(digest, parts, seen));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean includes(String other) {
    return digest.equals(other) || parts.contains(other);
  }
}
