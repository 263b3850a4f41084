// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import io.netty.channel.unix.PeerCredentials;
import java.util.concurrent.CompletionStage;

/** Identifies the caller of a connection. */
public interface CallerIdentifier {
  /**
   * Called once for each connection, on an event loop, where nothing may block. A failure makes the
   * caller unknown.
   */
  CompletionStage<Caller> identify(Connection connection);

  /**
   * An accepted connection.
   *
   * @param fd its descriptor, valid only until the call returns
   * @param peer the credentials that the kernel recorded at connect(2)
   */
  record Connection(int fd, PeerCredentials peer) {}
}
