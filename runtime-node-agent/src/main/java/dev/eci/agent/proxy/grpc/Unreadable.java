package dev.eci.agent.proxy.grpc;

/** A message that cannot be judged, and why. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  Unreadable(String why) {
    super(why, null, false, false);
  }
}
