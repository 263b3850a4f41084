package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import io.netty.channel.unix.PeerCredentials;
import java.util.concurrent.CompletionStage;

/** Tells who is at the other end of a connection. */
public interface CallerIdentifier {
  /**
   * Called once for each connection, on an event loop, where nothing may block. What fails is an
   * unknown caller.
   */
  CompletionStage<Caller> identify(Connection connection);

  /**
   * An accepted connection.
   *
   * @param fd its descriptor, valid only until the call returns
   * @param peer what the kernel noted of who connected
   */
  record Connection(int fd, PeerCredentials peer) {}
}
