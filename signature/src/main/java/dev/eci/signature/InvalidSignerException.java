// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

/** An invalid definition of a signer; the message says what to write instead. */
public final class InvalidSignerException extends IllegalArgumentException {
  InvalidSignerException(String message) {
    super(message);
  }
}
