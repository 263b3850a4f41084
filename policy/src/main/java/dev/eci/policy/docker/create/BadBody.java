package dev.eci.policy.docker.create;

/** A body that readers may understand in several ways, or none; the answer is 400. */
public final class BadBody extends Exception {
  private static final long serialVersionUID = 1L;

  BadBody(String message) {
    super(message);
  }
}
