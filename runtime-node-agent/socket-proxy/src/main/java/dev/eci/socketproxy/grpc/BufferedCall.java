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

/**
 * What has come of a call that is not decided: frames that wait, and its message once asked for.
 */
final class BufferedCall {
  private final Queue<Object> waiting = new ArrayDeque<>();
  private @Nullable CompositeByteBuf message;

  /** Until it is decided, or asked for. */
  void add(Object frame) {
    waiting.add(frame);
  }

  /** From now on data is the message. */
  void startCollecting(ChannelHandlerContext context) {
    message = context.alloc().compositeBuffer();
  }

  boolean isCollecting() {
    return message != null;
  }

  /** The next frame that waits; whoever takes it releases it. */
  @Nullable Object next() {
    return waiting.poll();
  }

  /** Whether it still is small enough to be judged; if not, the data is released. */
  boolean tryCollect(Http2DataFrame data) {
    CompositeByteBuf gathered = Objects.requireNonNull(message);
    ByteBuf content = data.content();
    if (content.readableBytes() > MessageInspector.MAX_MESSAGE_BYTES - gathered.readableBytes()) {
      data.release();
      return false;
    }
    gathered.addComponent(true, content);
    return true;
  }

  /** To be read; it stays here. */
  ByteBuf message() {
    return Objects.requireNonNull(message).duplicate();
  }

  /** The bytes that were judged, and what waits behind them. */
  void passTo(StreamRelay streamRelay) {
    CompositeByteBuf gathered = message;
    message = null;
    if (gathered != null) {
      streamRelay.forward(new DefaultHttp2DataFrame(gathered, true));
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
