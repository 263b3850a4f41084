package dev.eci.policy.trust;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.trust.TrustVerdict.NobodySpeaks;
import dev.eci.policy.trust.TrustVerdict.Signed;
import dev.eci.policy.trust.TrustVerdict.SignedAt;
import dev.eci.policy.trust.TrustVerdict.TooLongAgo;
import dev.eci.policy.trust.TrustVerdict.Unknown;
import dev.eci.policy.trust.TrustVerdict.Unsigned;
import java.time.Instant;
import java.util.List;

/** A policy's word on signed images. */
public record ImageTrust(Scope scope, List<Authority> authorities, Verifications known) {
  /** Which containers are meant. */
  public enum Scope {
    /** Of none: the policy asks for no signatures. */
    NONE,
    /** Those that mount Docker's socket. */
    SOCKET_MOUNTS,
    ALL
  }

  public static final ImageTrust NONE = new ImageTrust(Scope.NONE, List.of(), Verifications.NONE);

  public ImageTrust {
    authorities = List.copyOf(authorities);
  }

  public ImageTrust knowing(Verifications other) {
    return new ImageTrust(scope, authorities, other);
  }

  public boolean asks(boolean mountsSocket) {
    return scope == Scope.ALL || (scope == Scope.SOCKET_MOUNTS && mountsSocket);
  }

  /** One authority is enough. */
  public TrustVerdict judge(ImageReference image, Instant now) {
    List<Authority> speaking = authorities.stream().filter(a -> a.speaksFor(image)).toList();
    if (speaking.isEmpty()) {
      return new NobodySpeaks();
    }
    return known
        .of(image)
        .map(found -> judge(found, speaking, image, now))
        .orElseGet(() -> new Unknown(""));
  }

  private static TrustVerdict judge(
      Verification found, List<Authority> speaking, ImageReference image, Instant now) {
    if (speaking.stream().anyMatch(found::signedBy)) {
      if (!found.fresh(now)) {
        return new TooLongAgo(found.checked().orElse(Instant.EPOCH), found.problem());
      }
      return image.digest().isPresent() ? new Signed() : new SignedAt(found.digest().orElseThrow());
    }
    boolean allTried = speaking.stream().allMatch(a -> found.judged().containsKey(a.fingerprint()));
    return allTried
        ? new Unsigned(
            speaking.stream()
                .map(a -> a.name() + ": " + found.judged().get(a.fingerprint()))
                .toList())
        : new Unknown(found.problem());
  }
}
