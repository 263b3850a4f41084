// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.channel.Channel;

/** Joins the connection of a caller and one to the engine. */
interface Http2Joiner {
  void join(Channel caller, Channel engine);
}
