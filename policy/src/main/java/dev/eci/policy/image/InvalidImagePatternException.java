// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.image;

/** An invalid image list entry; the message says what to write instead. */
public final class InvalidImagePatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidImagePatternException(String message) {
    super(message);
  }
}
