package dev.eci.socketproxy.grpc;

import io.netty.channel.Channel;

/** What becomes of a caller's connection and one to the engine. */
interface Http2Joiner {
  void join(Channel callers, Channel engines);
}
