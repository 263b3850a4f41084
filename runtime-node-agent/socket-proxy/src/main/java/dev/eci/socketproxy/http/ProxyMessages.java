package dev.eci.socketproxy.http;

import dev.eci.policy.message.Messages;

/** What callers are told when no policy is at issue. */
final class ProxyMessages {

  static final String UNDECIDED =
      Messages.PREFIX
          + "this request could not be judged because of an error, which is in the agent's log.";
  static final String NO_GRPC =
      Messages.PREFIX + "gRPC on the Docker socket is not passed on in this version.";

  private ProxyMessages() {}

  static String malformed(String why) {
    return Messages.PREFIX + "this request is not understood, because " + why + ".";
  }

  static String tooLarge(int atMost) {
    return Messages.PREFIX
        + "the body of this request has more than %d bytes, so it cannot be judged."
            .formatted(atMost);
  }

  static String engineUnavailable(String why) {
    return Messages.PREFIX
        + "the Docker Engine behind this socket does not answer (%s); is it running?"
            .formatted(why);
  }

  static String selfTest(String failure) {
    return Messages.PREFIX
        + "nothing is passed on, because the policies in force failed their self-test (%s); load them anew, and if that does not help see the agent's log."
            .formatted(failure);
  }
}
