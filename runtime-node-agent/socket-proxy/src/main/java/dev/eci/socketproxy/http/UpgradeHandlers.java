package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Caller;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/** Connections that go on as something else than HTTP/1.1 or a raw stream. */
public interface UpgradeHandlers {
  /** None of them: each is refused with a sentence. */
  UpgradeHandlers NONE = new UpgradeHandlers() {};

  /**
   * A request of kind SESSION or GRPC that was decided to be passed.
   *
   * @param request as it is to be sent to the engine
   * @return what takes the place of all handlers of the connection, and gets what it says as bytes;
   *     nothing if such a request is not taken
   */
  default Optional<ChannelHandler> upgrade(
      Channel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    return Optional.empty();
  }

  /**
   * A connection that begins with HTTP/2's preface.
   *
   * @return the same; it gets the preface first
   */
  default Optional<ChannelHandler> http2(Channel connection, Caller caller) {
    return Optional.empty();
  }
}
