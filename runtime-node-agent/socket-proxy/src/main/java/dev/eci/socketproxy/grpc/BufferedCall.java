// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a call that is not decided yet, and its message once the evaluation needs it. The
 * message is copied: a frame of few bytes would keep the whole buffer that it was read to.
 */
final class BufferedCall {
  private final Deque<Object> waiting = new ArrayDeque<>();
  private @Nullable ByteBuf message;
  private long expected;

  /** A frame that waits until the call is decided, or its message is needed. */
  void add(Object frame) {
    waiting.add(frame);
  }

  /** From now on, data frames are the message. */
  void startCollecting(ChannelHandlerContext context) {
    message = context.alloc().buffer(MessageInspector.FRAME);
  }

  /** The next frame that waits, which the taker releases; null if there is none. */
  @Nullable Object next() {
    return waiting.poll();
  }

  /** Bytes of the message with its frame, as its frame says; 0 until that has arrived. */
  long expected() {
    return expected;
  }

  /** There is memory for the whole message. */
  void allocate() {
    collected().ensureWritable((int) expected - collected().readableBytes());
  }

  /**
   * Takes what is still missing of the frame in front of the message, or of the message, from this
   * data, which stays the caller's. Stops where the length becomes known.
   */
  void collect(ByteBuf data) throws MalformedGrpcMessageException {
    ByteBuf collected = collected();
    if (expected == 0) {
      int missing = MessageInspector.FRAME - collected.readableBytes();
      collected.writeBytes(data, Math.min(missing, data.readableBytes()));
      if (collected.readableBytes() == MessageInspector.FRAME) {
        expected = MessageInspector.declaredLength(collected, 0);
      }
      return;
    }
    if (data.readableBytes() > expected - collected.readableBytes()) {
      throw new MalformedGrpcMessageException("it has more or less than one message");
    }
    collected.writeBytes(data);
  }

  /** The message, to be read; it stays here. */
  ByteBuf message() {
    return collected().duplicate();
  }

  private ByteBuf collected() {
    return Objects.requireNonNull(message);
  }

  /**
   * Forwards the bytes that were evaluated, and the frames that wait behind them.
   *
   * @param onSent is called when the other side has taken the message
   */
  void passTo(StreamRelay streamRelay, Runnable onSent) {
    ByteBuf collected = message;
    message = null;
    if (collected != null) {
      streamRelay.forward(new DefaultHttp2DataFrame(collected, true), onSent);
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

  /** Puts back a frame of which only a part was taken. */
  void addFirst(Http2DataFrame frame) {
    waiting.addFirst(frame);
  }
}
