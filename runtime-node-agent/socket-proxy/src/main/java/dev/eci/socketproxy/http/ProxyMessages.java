package dev.eci.socketproxy.http;

/** What callers read when no rule applies. */
final class ProxyMessages {

  static final String UNDECIDED =
      PREFIX + "internal error while evaluating the request; see the agent's log.";
  static final String NO_GRPC =
      PREFIX + "gRPC on the Docker socket is not supported in this version.";

  private ProxyMessages() {}

  static String malformed(String why) {
    return PREFIX + "malformed request: " + why + ".";
  }

  static String tooLarge(int atMost) {
    return PREFIX
        + "the body of this request has more than %d bytes, so it cannot be evaluated."
            .formatted(atMost);
  }

  static String engineUnavailable(String why) {
    return Messages.PREFIX
        + "the Docker Engine behind this socket does not answer (%s); is it running?"
            .formatted(why);
  }

  static String selfTest(String failure) {
    return PREFIX
        + "all requests are denied because the policy self-test failed (%s); reload the policies, and if that does not help, see the agent's log."
            .formatted(failure);
  }
}
