package dev.eci.agent.proxy.grpc;

import io.netty.channel.Channel;

/** What becomes of a caller's connection and one to the engine. */
interface Joining {
  void join(Channel callers, Channel engines);
}
