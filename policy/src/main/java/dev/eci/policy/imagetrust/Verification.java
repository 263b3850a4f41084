// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The result of verifying the signatures of one image.
 *
 * @param digest what its name resolved to at that time
 * @param checked when that was; empty: the registry never responded
 * @param results by fingerprint of each signer that was tried: empty for "signed", or the reason
 *     why not
 * @param problem why the registry did not respond the last time; empty if it did
 */
public record Verification(
    ImageReference image,
    Optional<String> digest,
    Optional<Instant> checked,
    Map<String, String> results,
    String problem) {
  /** How long a result counts while the registry is unavailable. */
  public static final Duration AGE_MAX = Duration.ofDays(1);

  public Verification {
    results = Map.copyOf(results);
  }

  boolean isSignedBy(ImageAuthority imageAuthority) {
    return digest.isPresent() && "".equals(results.get(imageAuthority.fingerprint()));
  }

  boolean isFresh(Instant now) {
    return checked.map(at -> at.plus(AGE_MAX).isAfter(now)).orElse(false);
  }
}
