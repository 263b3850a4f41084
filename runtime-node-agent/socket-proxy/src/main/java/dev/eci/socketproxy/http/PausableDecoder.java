package dev.eci.socketproxy.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Feeds a codec's decoder anew after it was paused. Whoever reads what a decoder emits may let it
 * go on at once, from within that very call.
 */
final class PausableDecoder {
  /** A decoder's own {@code channelRead}. */
  interface Feed {
    void read(ChannelHandlerContext context, Object message) throws Exception;
  }

  private final Feed feed;
  private @Nullable ChannelHandlerContext context;
  private boolean isPaused;
  private boolean feeding;
  private boolean again;

  PausableDecoder(Feed feed) {
    this.feed = feed;
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
      feed.read(from, message);
      return;
    }
    feeding = true;
    try {
      feed.read(from, message);
      while (again && !from.isRemoved()) {
        again = false;
        feed.read(from, Unpooled.EMPTY_BUFFER);
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
