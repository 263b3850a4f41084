package dev.eci.socketproxy.grpc;

/** A message that cannot be judged, and why. */
final class MalformedGrpcMessageException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedGrpcMessageException(String why) {
    super(why, null, false, false);
  }
}
