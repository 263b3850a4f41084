// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Caller;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/** Serves connections that switch to a protocol other than HTTP/1.1 or a raw stream. */
public interface UpgradeHandlers {
  /** Supports none: each request for one is rejected with a message. */
  UpgradeHandlers NONE = new UpgradeHandlers() {};

  /**
   * For a request of kind SESSION or GRPC that is allowed.
   *
   * @param request in the form for the engine
   * @return the handler that replaces all handlers of the connection and receives its bytes; empty
   *     if such a request is not supported
   */
  default Optional<ChannelHandler> upgrade(
      Channel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    return Optional.empty();
  }

  /**
   * For a connection that starts with the HTTP/2 preface.
   *
   * @return the same; it receives the preface first
   */
  default Optional<ChannelHandler> http2(Channel connection, Caller caller) {
    return Optional.empty();
  }
}
