// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.resolve;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.registry.Manifest;
import dev.eci.registry.RegistryClient;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** Resolves one reference at its registry. */
public record RegistryDigestResolver(RegistryClient client, InstantSource clock)
    implements DigestResolver {
  @Override
  public ResolvedReference resolve(ImageReference image, ResolvedReference before)
      throws IOException {
    Optional<String> reported = client.digest(image);
    if (reported.isEmpty()) {
      return before.withoutDigest(clock.instant());
    }
    Optional<ResolvedDigest> current =
        before.current().filter(v -> v.digest().equals(reported.get()));
    if (current.isPresent()) {
      // the registries' rate limits count GET, not HEAD
      return before.withDigest(
          new ResolvedDigest(current.get().digest(), current.get().parts(), clock.instant()));
    }
    Optional<Manifest> manifest = client.manifest(image);
    if (manifest.isEmpty()) {
      return before.withoutDigest(clock.instant());
    }
    return ResolvedDigest.tryOf(manifest.get().digest(), manifest.get().parts(), clock.instant())
        .map(before::withDigest)
        .orElseThrow(
            () -> new IOException("the index of %s contains invalid digests".formatted(image)));
  }
}
