package dev.eci.policy.image;

import java.util.List;

/**
 * An image as the engine knows it.
 *
 * @param reference as it was named, {@code docker:cli}; may be an image id
 * @param id {@code sha256:…} of its configuration, or of its manifest with the containerd image
 *     store
 * @param repoDigests {@code docker.io/library/docker@sha256:…} as the engine recorded them when
 *     pulling, in the engine's spelling
 */
public record ImageIdentity(String reference, String id, List<String> repoDigests) {
  public ImageIdentity {
    repoDigests = List.copyOf(repoDigests);
  }
}
