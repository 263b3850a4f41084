package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What came of looking for the signatures of one image.
 *
 * @param digest what it stood for when it was looked at
 * @param checked when that was; empty: never with an answer
 * @param results by fingerprint of each signer that was tried: empty for "signed", or why not
 * @param problem why the registry gave no answer the last time; empty if it did
 */
public record Verification(
    ImageReference image,
    Optional<String> digest,
    Optional<Instant> checked,
    Map<String, String> results,
    String problem) {
  /** How long it counts while the registry is away. */
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
