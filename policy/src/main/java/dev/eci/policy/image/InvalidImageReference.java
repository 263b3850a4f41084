package dev.eci.policy.image;

/**
 * A text that no engine would take as an image. Unchecked, because a caller that forgets it still
 * fails closed.
 */
public final class InvalidImageReference extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidImageReference(String reference, String reason) {
    super("image " + Quoted.of(reference) + " is not a valid reference: " + reason);
  }
}
