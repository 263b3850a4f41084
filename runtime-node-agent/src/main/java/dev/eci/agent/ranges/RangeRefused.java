package dev.eci.agent.ranges;

/** No range can be given; the message is the sentence that people are told. */
public final class RangeRefused extends Exception {
  private static final long serialVersionUID = 1;

  public RangeRefused(String message) {
    super(message);
  }
}
