package dev.eci.policy.image;

/** An entry of an image list that means nothing; the message says what to write instead. */
public final class InvalidImagePatternException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidImagePatternException(String message) {
    super(message);
  }
}
