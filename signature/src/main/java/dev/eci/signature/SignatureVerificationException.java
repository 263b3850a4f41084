// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

/** A signature is invalid or not trusted; the message is a clause that says why. */
final class SignatureVerificationException extends Exception {
  SignatureVerificationException(String why) {
    super(why, null, false, false);
  }
}
