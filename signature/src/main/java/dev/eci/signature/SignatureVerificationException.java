package dev.eci.signature;

/** A signature is not one, or not one that counts; the message says why in half a sentence. */
final class SignatureVerificationException extends Exception {
  SignatureVerificationException(String why) {
    super(why, null, false, false);
  }
}
