package dev.eci.socketproxy.http;

/** What callers are told when no policy is at issue. */
final class ProxyMessages {
  private static final String PREFIX = "enhanced container isolation: ";

  static final String UNDECIDED =
      PREFIX + "this request could not be judged because of an error, which is in the agent's log.";
  static final String NO_GRPC =
      PREFIX + "gRPC on the Docker socket is not passed on in this version.";

  private ProxyMessages() {}

  static String malformed(String why) {
    return PREFIX + "this request is not understood, because " + why + ".";
  }

  static String tooLarge(int atMost) {
    return PREFIX
        + "the body of this request has more than %d bytes, so it cannot be judged."
            .formatted(atMost);
  }

  static String engineUnavailable(String why) {
    return PREFIX
        + "the Docker Engine behind this socket does not answer (%s); is it running?"
            .formatted(why);
  }

  static String selfTest(String failure) {
    return PREFIX
        + "nothing is passed on, because the policies in force failed their self-test (%s); load them anew, and if that does not help see the agent's log."
            .formatted(failure);
  }
}
