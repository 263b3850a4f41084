// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;

/** The socket at which callers connect. */
interface ListenSocket {
  /** Starts to serve callers. */
  Channel open(ServerBootstrap server) throws IOException;

  /** Removes the name, so that no more callers connect. Open connections stay. */
  void withdraw() throws IOException;

  /** Waits for the result. */
  static Channel opened(ChannelFuture opening, Object where) throws IOException {
    ChannelFuture done = opening.awaitUninterruptibly();
    if (!done.isSuccess()) {
      throw new IOException("cannot listen on %s: %s".formatted(where, done.cause().getMessage()));
    }
    return done.channel();
  }
}
