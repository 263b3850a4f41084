package dev.eci.signature;

/** What was given for a signer is none; the message says what to write instead. */
public final class InvalidSignerException extends IllegalArgumentException {
  InvalidSignerException(String message) {
    super(message);
  }
}
