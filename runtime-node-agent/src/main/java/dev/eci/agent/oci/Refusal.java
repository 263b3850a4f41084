package dev.eci.agent.oci;

/**
 * A container that cannot be given what protects it; the message is the sentence people are told.
 */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  public Refusal(String message) {
    super(message);
  }
}
