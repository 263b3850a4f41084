package dev.eci.policy.idrange;

/** No pool can be made of what was written; the message says where and why. */
public final class InvalidPoolException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidPoolException(String message) {
    super(message);
  }
}
