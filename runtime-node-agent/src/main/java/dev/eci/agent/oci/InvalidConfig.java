package dev.eci.agent.oci;

/** A config.json, or a request, that cannot be read in one way only; the message says why. */
public final class InvalidConfig extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidConfig(String message) {
    super(message);
  }
}
