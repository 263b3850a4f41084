package dev.eci.agent.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import java.io.IOException;

/** A socket that listens already, and goes on doing so for others when we have closed ours. */
record ListeningDescriptor(int fd) implements Listening {
  @Override
  public Channel open(ServerBootstrap server) throws IOException {
    return Listening.opened(
        server.channelFactory(() -> new EpollServerDomainSocketChannel(fd, true)).register(),
        "descriptor " + fd);
  }

  @Override
  public void withdraw() {}
}
