// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The frames of a call that is not decided yet, and its message once the evaluation needs it. */
final class BufferedCall {
  private final Queue<Object> waiting = new ArrayDeque<>();
  private @Nullable CompositeByteBuf message;

  /** A frame that waits until the call is decided, or its message is needed. */
  void add(Object frame) {
    waiting.add(frame);
  }

  /** From now on, data frames are the message. */
  void startCollecting(ChannelHandlerContext context) {
    message = context.alloc().compositeBuffer();
  }

  boolean isCollecting() {
    return message != null;
  }

  /** The next frame that waits, which the taker releases; null if there is none. */
  @Nullable Object next() {
    return waiting.poll();
  }

  /** Whether the message is still small enough to be evaluated; if not, the data is released. */
  boolean tryCollect(Http2DataFrame data) {
    CompositeByteBuf collected = Objects.requireNonNull(message);
    ByteBuf content = data.content();
    if (content.readableBytes() > MessageInspector.MAX_MESSAGE_BYTES - collected.readableBytes()) {
      data.release();
      return false;
    }
    collected.addComponent(true, content);
    return true;
  }

  /** The message, to be read; it stays here. */
  ByteBuf message() {
    return Objects.requireNonNull(message).duplicate();
  }

  /** Forwards the bytes that were evaluated, and the frames that wait behind them. */
  void passTo(StreamRelay streamRelay) {
    CompositeByteBuf collected = message;
    message = null;
    if (collected != null) {
      streamRelay.forward(new DefaultHttp2DataFrame(collected, true));
    }
    waiting.forEach(streamRelay::forward);
    waiting.clear();
  }

  void drop() {
    if (message != null) {
      message.release();
      message = null;
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
