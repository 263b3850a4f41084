package dev.eci.agent.proxy;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Caller;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpRequest;

/** Connections that go on as something else than HTTP/1.1 or a raw stream. */
public interface Protocols {
  /** None of them: each is refused with a sentence. */
  Protocols NONE = new Protocols() {};

  /**
   * A request of kind SESSION or GRPC that was decided to be passed. Whoever takes it answers it
   * and owns the connection, whose pipeline has no codec any more.
   *
   * @return whether it is taken
   */
  default boolean upgrade(
      DuplexChannel connection, Caller caller, HttpRequest request, ApiDecision.Forward decision) {
    return false;
  }

  /**
   * A connection that begins with HTTP/2's preface, which is yet to be read from it.
   *
   * @return whether it is taken
   */
  default boolean http2(DuplexChannel connection, Caller caller) {
    return false;
  }
}
