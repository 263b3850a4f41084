package dev.eci.policy.imagetrust;

import java.time.Instant;
import java.util.List;

/** What a policy says of one image. */
public sealed interface TrustVerdict {
  /** It is signed. */
  record Signed() implements TrustVerdict {}

  /** What its name stands for is signed: it may once it is pinned to this digest. */
  record SignedAt(String digest) implements TrustVerdict {}

  /**
   * Nobody has looked yet, or the registry did not answer.
   *
   * @param problem what went wrong the last time; empty: nothing was tried
   */
  record Unknown(String problem) implements TrustVerdict {}

  /** It was signed when it was looked at, too long ago. */
  record Stale(Instant checked, String problem) implements TrustVerdict {}

  /**
   * None of those who may has signed it.
   *
   * @param reasons one for each, with its name
   */
  record Unsigned(List<String> reasons) implements TrustVerdict {
    public Unsigned {
      reasons = List.copyOf(reasons);
    }
  }

  /** Nobody is named who could sign it. */
  record NoMatchingAuthority() implements TrustVerdict {}

  /** Whether nothing but perhaps a pin is missing. */
  default boolean isTrusted() {
    return this instanceof Signed || this instanceof SignedAt;
  }
}
