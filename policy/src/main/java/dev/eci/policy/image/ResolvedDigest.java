// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The digest of a reference at some time. Engines with containerd's store identify an image by the
 * digest of its index, others by the digest of the manifest for their platform; both count.
 *
 * @param digest the registry's response for the reference
 * @param parts the manifests of its platforms, if it is an index
 * @param seen when the registry last responded with this digest
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

  /** For untrusted input, such as an API client's: empty if it is invalid. */
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
