package dev.eci.signature;

/** What was given for a signer is none; the message says what to write instead. */
public final class InvalidSigner extends IllegalArgumentException {
  InvalidSigner(String message) {
    super(message);
  }
}
