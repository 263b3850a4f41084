// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.imagetrust;

import java.time.Instant;
import java.util.List;

/** The result of checking one image against a policy's requirements. */
public sealed interface TrustVerdict {
  /** The image is signed. */
  record Signed() implements TrustVerdict {}

  /**
   * The digest that its name resolves to is signed: the image is allowed once it is pinned to it.
   */
  record SignedIfPinned(String digest) implements TrustVerdict {}

  /**
   * The image has not been verified yet, or the registry did not respond.
   *
   * @param problem the last failure; empty: no verification was tried
   */
  record Unknown(String problem) implements TrustVerdict {}

  /** The image was signed when it was verified, too long ago. */
  record Stale(Instant checked, String problem) implements TrustVerdict {}

  /**
   * No matching authority has signed the image.
   *
   * @param reasons one for each authority, with its name
   */
  record Unsigned(List<String> reasons) implements TrustVerdict {
    public Unsigned {
      reasons = List.copyOf(reasons);
    }
  }

  /** No authority matches the image. */
  record NoMatchingAuthority() implements TrustVerdict {}

  /** Whether the image is trusted, perhaps after it is pinned. */
  default boolean isTrusted() {
    return this instanceof Signed || this instanceof SignedIfPinned;
  }
}
