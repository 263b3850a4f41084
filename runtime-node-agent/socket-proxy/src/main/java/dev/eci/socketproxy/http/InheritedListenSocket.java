// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import java.io.IOException;

/** A socket that listens already, and keeps listening after this process closes its descriptor. */
record InheritedListenSocket(int fd) implements ListenSocket {
  @Override
  public Channel open(ServerBootstrap server) throws IOException {
    return ListenSocket.opened(
        server.channelFactory(() -> new EpollServerDomainSocketChannel(fd, true)).register(),
        "descriptor " + fd);
  }

  @Override
  public void withdraw() {}
}
