// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Pauses and resumes a decoder of the codec. The handler that receives a decoded message may resume
 * the decoder from within that call.
 */
final class PausableDecoder {
  /** The {@code channelRead} of the decoder. */
  interface Input {
    void read(ChannelHandlerContext context, Object message) throws Exception;
  }

  private final Input input;
  private @Nullable ChannelHandlerContext context;
  private boolean isPaused;
  private boolean feeding;
  private boolean again;

  PausableDecoder(Input input) {
    this.input = input;
  }

  @Nullable ChannelHandlerContext context() {
    return context;
  }

  boolean isPaused() {
    return isPaused;
  }

  void pause() {
    isPaused = true;
  }

  void read(ChannelHandlerContext from, Object message) throws Exception {
    context = from;
    if (feeding) {
      input.read(from, message);
      return;
    }
    feeding = true;
    try {
      input.read(from, message);
      while (again && !from.isRemoved()) {
        again = false;
        input.read(from, Unpooled.EMPTY_BUFFER);
      }
    } finally {
      again = false;
      feeding = false;
    }
  }

  void proceed() throws Exception {
    isPaused = false;
    if (feeding) {
      again = true;
    } else if (context != null && !context.isRemoved()) {
      read(context, Unpooled.EMPTY_BUFFER);
    }
  }
}
