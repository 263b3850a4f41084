package dev.eci.installer.handler;

/** The node cannot take our handler as it is; nothing of the engine was changed. */
public final class UnsupportedNodeException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  UnsupportedNodeException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** One word, as conditions carry it. */
  public String reason() {
    return reason;
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }
}
