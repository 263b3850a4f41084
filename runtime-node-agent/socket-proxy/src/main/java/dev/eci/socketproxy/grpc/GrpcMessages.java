// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.message.Messages;

/** What callers of gRPC methods read when no policy applies. */
final class GrpcMessages {
  static final String UNDECIDED =
      Messages.PREFIX + "internal error while evaluating the call; see the agent's log.";
  static final String INVALID_METHOD = Messages.PREFIX + "invalid gRPC method name.";
  static final String TOO_LARGE =
      Messages.PREFIX + "the message of this call is too large to be evaluated.";
  static final String NOT_GRPC =
      Messages.PREFIX + "over HTTP/2 only gRPC is supported; use HTTP/1.1 for other requests.";

  static final String BUSY =
      Messages.PREFIX
          + "too many calls and large messages of this caller are under way at once; try again in a few seconds.";
  static final String TOO_SLOW =
      Messages.PREFIX
          + "the message of this call was not received in time: it may not pause for 30 seconds.";

  private GrpcMessages() {}

  static String malformed(String why) {
    return Messages.PREFIX + "malformed call: %s.".formatted(why);
  }

  /** Of a call that the engine makes to a client. */
  static String unsupportedSessionCall(String path) {
    return Messages.PREFIX
        + "the engine's call of %s is not supported."
            .formatted(path.replaceAll("[^A-Za-z0-9_./]", "?"));
  }

  static String unavailable(Throwable cause) {
    return "the other side does not accept the call: " + cause;
  }
}
