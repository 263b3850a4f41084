package dev.eci.runtimeservice.oci;

/** A config.json, or a request, that cannot be read in one way only; the message says why. */
public final class InvalidSpecException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidSpecException(String message) {
    super(message);
  }
}
