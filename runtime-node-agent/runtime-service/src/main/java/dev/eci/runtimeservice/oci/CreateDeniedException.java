package dev.eci.runtimeservice.oci;

/**
 * A container that cannot be given what protects it; the message is the sentence people are told.
 */
public final class CreateDeniedException extends Exception {
  private static final long serialVersionUID = 1;

  public CreateDeniedException(String message) {
    super(message);
  }
}
