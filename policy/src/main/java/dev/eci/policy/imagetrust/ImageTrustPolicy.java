// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.TrustVerdict.NoMatchingAuthority;
import dev.eci.policy.imagetrust.TrustVerdict.Signed;
import dev.eci.policy.imagetrust.TrustVerdict.SignedIfPinned;
import dev.eci.policy.imagetrust.TrustVerdict.Stale;
import dev.eci.policy.imagetrust.TrustVerdict.Unknown;
import dev.eci.policy.imagetrust.TrustVerdict.Unsigned;
import java.time.Instant;
import java.util.List;

/** A policy's requirements on image signatures. */
public record ImageTrustPolicy(
    Scope scope, List<ImageAuthority> authorities, VerificationResults verifications) {
  /** The containers that need a signed image. */
  public enum Scope {
    /** None: the policy requires no signatures. */
    NONE,
    /** Containers that mount Docker's socket. */
    SOCKET_MOUNTS,
    ALL
  }

  public static final ImageTrustPolicy NONE =
      new ImageTrustPolicy(Scope.NONE, List.of(), VerificationResults.NONE);

  public ImageTrustPolicy {
    authorities = List.copyOf(authorities);
  }

  public ImageTrustPolicy withVerifications(VerificationResults other) {
    return new ImageTrustPolicy(scope, authorities, other);
  }

  public boolean requiresSignature(boolean mountsSocket) {
    return scope == Scope.ALL || (scope == Scope.SOCKET_MOUNTS && mountsSocket);
  }

  /** The signature of one authority is enough. */
  public TrustVerdict evaluate(ImageReference image, Instant now) {
    List<ImageAuthority> speaking = authorities.stream().filter(a -> a.appliesTo(image)).toList();
    if (speaking.isEmpty()) {
      return new NoMatchingAuthority();
    }
    return verifications
        .find(image)
        .map(found -> evaluate(found, speaking, image, now))
        .orElseGet(() -> new Unknown(""));
  }

  private static TrustVerdict evaluate(
      Verification found, List<ImageAuthority> speaking, ImageReference image, Instant now) {
    if (speaking.stream().anyMatch(found::isSignedBy)) {
      if (!found.isFresh(now)) {
        return new Stale(found.checked().orElse(Instant.EPOCH), found.problem());
      }
      return image.digest().isPresent()
          ? new Signed()
          : new SignedIfPinned(found.digest().orElseThrow());
    }
    boolean allTried =
        speaking.stream().allMatch(a -> found.results().containsKey(a.fingerprint()));
    return allTried
        ? new Unsigned(
            speaking.stream()
                .map(a -> a.name() + ": " + found.results().get(a.fingerprint()))
                .toList())
        : new Unknown(found.problem());
  }
}
