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

  static final String TARGET_TOO_LONG =
      Messages.PREFIX
          + "the target of this request has more than 65536 bytes; send fewer or shorter query parameters.";
  static final String HEADERS_TOO_LARGE =
      Messages.PREFIX
          + "the headers of this request have more than 262144 bytes; log out of registries that you do not need (docker logout), because the client sends all credentials.";
  static final String TOO_SLOW =
      Messages.PREFIX
          + "the request was not received in time: its head may take 60 seconds, a body that is evaluated another 60 seconds, and neither its head nor such a body may pause for 30 seconds.";
  static final String BUSY =
      Messages.PREFIX
          + "too many large requests are being evaluated at once; try again in a few seconds.";

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
        + "Docker Engine does not respond (%s), because it is stopped or restarting; try again in a few seconds."
            .formatted(why);
  }

  static String selfTest(String failure) {
    return Messages.PREFIX
        + "all requests are denied because the policy self-test failed (%s); reload the policies, and if that does not help, see the agent's log."
            .formatted(failure);
  }
}
