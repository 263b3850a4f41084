package dev.eci.policy.hostpath;

/**
 * A path that cannot be judged, or an allowance that may not be given. The message is for the
 * person who wrote it. Unchecked, because a caller that forgets it still fails closed.
 */
public final class InvalidHostPathException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidHostPathException(String message) {
    // a path may hold line feeds, which would forge lines in a log
    super(message.replaceAll("\\p{Cntrl}", "?"));
  }
}
