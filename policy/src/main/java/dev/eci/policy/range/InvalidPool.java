package dev.eci.policy.range;

/** No pool can be made of what was written; the message says where and why. */
public final class InvalidPool extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidPool(String message) {
    super(message);
  }
}
