package dev.eci.installer.dockerd;

/** This host or its engine cannot take our runtime as it is; nothing was changed. */
public final class UnsupportedHostException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  public UnsupportedHostException(String reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** One word. */
  public String reason() {
    return reason;
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }
}
