package dev.eci.socketproxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.io.IOException;

/** Where callers find us. */
interface ListenSocket {
  /** Callers are served from then on. */
  Channel open(ServerBootstrap server) throws IOException;

  /** Nobody finds us any more; those who have are left alone. */
  void withdraw() throws IOException;

  /** What has come of it. */
  static Channel opened(ChannelFuture opening, Object where) throws IOException {
    ChannelFuture done = opening.awaitUninterruptibly();
    if (!done.isSuccess()) {
      throw new IOException("cannot listen on %s: %s".formatted(where, done.cause().getMessage()));
    }
    return done.channel();
  }
}
