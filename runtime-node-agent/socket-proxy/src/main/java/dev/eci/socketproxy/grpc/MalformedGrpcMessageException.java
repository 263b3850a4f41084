// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

/** A message is malformed or ambiguous, so it cannot be evaluated. */
final class MalformedGrpcMessageException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedGrpcMessageException(String why) {
    super(why, null, false, false);
  }
}
