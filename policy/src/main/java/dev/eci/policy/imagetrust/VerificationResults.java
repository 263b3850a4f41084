// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedImages;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All results, by reference and by digest. A snapshot. */
public record VerificationResults(Map<String, Verification> byReference) {
  public static final VerificationResults NONE = new VerificationResults(Map.of());

  public VerificationResults {
    byReference = Map.copyOf(byReference);
  }

  public static VerificationResults of(Collection<Verification> all) {
    Map<String, Verification> found = new HashMap<>();
    for (Verification one : all) {
      found.merge(ResolvedImages.key(one.image()), one, VerificationResults::later);
      // a pinned pod names the digest of an image that was verified by tag
      one.digest()
          .ifPresent(digest ->
              found.merge(one.image().name() + "@" + digest, one, VerificationResults::later));
    }
    return new VerificationResults(found);
  }

  /** For {@code name@digest}, only a result for that digest. */
  public Optional<Verification> find(ImageReference image) {
    return Optional.ofNullable(byReference.get(ResolvedImages.key(image)))
        .filter(found ->
            image.digest().isEmpty()
                || found.digest().isEmpty()
                || image.digest().equals(found.digest()));
  }

  private static Verification later(Verification one, Verification other) {
    return other.checked().orElse(Instant.MIN).isAfter(one.checked().orElse(Instant.MIN))
        ? other
        : one;
  }
}
