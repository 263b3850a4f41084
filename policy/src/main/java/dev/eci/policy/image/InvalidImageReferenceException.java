// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/**
 * A text that no engine accepts as an image. Unchecked, because a caller that forgets it still
 * fails closed.
 */
public final class InvalidImageReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidImageReferenceException(String reference, String reason) {
    super("image " + UntrustedText.quote(reference) + " is not a valid reference: " + reason);
  }
}
