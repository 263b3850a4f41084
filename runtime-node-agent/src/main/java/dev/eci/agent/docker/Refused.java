package dev.eci.agent.docker;

/** This host or its engine cannot take our runtime as it is; nothing was changed. */
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  public Refused(String reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** One word. */
  public String reason() {
    return reason;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
