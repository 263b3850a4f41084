package dev.eci.policy.command;

/** An entry of a command list that means nothing; the message says what to write instead. */
public final class InvalidCommandException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  InvalidCommandException(String message) {
    super(message);
  }
}
