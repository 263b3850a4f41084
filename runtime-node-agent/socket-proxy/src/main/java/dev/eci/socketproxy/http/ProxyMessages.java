// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.message.Messages;

/** What callers read when no rule applies. */
final class ProxyMessages {
  static final String UNDECIDED =
      Messages.PREFIX + "internal error while evaluating the request; see the agent's log.";
  static final String NO_GRPC =
      Messages.PREFIX + "gRPC on the Docker socket is not supported in this version.";

  private ProxyMessages() {}

  static String malformed(String why) {
    return Messages.PREFIX + "malformed request: " + why + ".";
  }

  static String tooLarge(int atMost) {
    return Messages.PREFIX
        + "the body of this request has more than %d bytes, so it cannot be evaluated."
            .formatted(atMost);
  }

  static String engineUnavailable(String why) {
    return Messages.PREFIX
        + "the Docker Engine behind this socket does not respond (%s); is it running?"
            .formatted(why);
  }

  static String selfTest(String failure) {
    return Messages.PREFIX
        + "all requests are denied because the policy self-test failed (%s); reload the policies, and if that does not help, see the agent's log."
            .formatted(failure);
  }
}
