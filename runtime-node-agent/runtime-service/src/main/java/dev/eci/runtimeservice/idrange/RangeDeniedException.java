package dev.eci.runtimeservice.idrange;

/** No range can be given; the message is the sentence that people are told. */
public final class RangeDeniedException extends Exception {
  private static final long serialVersionUID = 1;

  public RangeDeniedException(String message) {
    super(message);
  }
}
