// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.socketproxy.http.CallMemories;
import dev.eci.socketproxy.http.CallMemories.CallMemory;
import dev.eci.socketproxy.http.CallMemories.Reservation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Relays the messages of a frontend to the processes of its containers, until one of them would
 * start a process outside of its sandbox that is not authorized.
 */
final class GatewayProcessRelay extends StreamRelay {
  static final String PATH = MessageInspector.BRIDGE + "ExecProcess";

  private final Channel engine;
  private final ProcessAuthorizer processAuthorizer;
  private final CallMemory memory;
  private final Queue<Http2DataFrame> waiting = new ArrayDeque<>();
  private ByteBuf buffer;
  private @Nullable Channel caller;
  private @Nullable Reservation reservation;
  private long reserved = CallMemories.WINDOW;
  private boolean reserving;
  private boolean relayed;
  private boolean ended;

  /** Decides about messages. {@code started} is true if earlier messages were relayed. */
  interface ProcessAuthorizer {
    /** Whether a message may start a process outside of its sandbox. */
    boolean allowsInsecure(boolean started);

    void malformed(String why, boolean started);

    /** There is no memory for a message. */
    void busy(boolean started);
  }

  /**
   * Relays to the engine's stream.
   *
   * @param memory of the call; messages up to {@link CallMemories#WINDOW} need no more than it has
   */
  GatewayProcessRelay(Channel engine, ProcessAuthorizer processAuthorizer, CallMemory memory) {
    super(engine);
    this.engine = engine;
    this.processAuthorizer = processAuthorizer;
    this.memory = memory;
    this.buffer = engine.alloc().buffer();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    caller = context.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    super.channelRead(context, message);
    if (reserving) {
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  void forward(Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof Http2DataFrame data) {
      waiting.add(data);
      evaluateWaiting();
    } else {
      super.forward(message);
    }
  }

  private void evaluateWaiting() {
    while (!reserving) {
      Http2DataFrame data = waiting.poll();
      if (data == null) {
        return;
      }
      boolean last = data.isEndStream();
      try {
        buffer.writeBytes(data.content());
      } finally {
        data.release();
      }
      if (!ended) {
        evaluate(last);
      }
    }
  }

  private void evaluate(boolean last) {
    try {
      int whole = 0;
      for (int next = MessageInspector.completeLength(buffer, 0);
          next > 0;
          next = MessageInspector.completeLength(buffer, whole)) {
        ByteBuf message = buffer.slice(buffer.readerIndex() + whole, next);
        if (GatewayContainerReader.isInsecureStart(message.skipBytes(MessageInspector.FRAME))
            && !processAuthorizer.allowsInsecure(relayed)) {
          reset();
          return;
        }
        whole += next;
      }
      if (last && whole < buffer.readableBytes()) {
        throw new MalformedGrpcMessageException("it ends within a message");
      }
      if (whole > 0 || last) {
        relayed = true;
        pass(whole, last);
      }
      if (buffer.readableBytes() >= MessageInspector.FRAME) {
        reserve(MessageInspector.declaredLength(buffer, 0));
      }
    } catch (MalformedGrpcMessageException e) {
      reset();
      processAuthorizer.malformed(String.valueOf(e.getMessage()), relayed);
    }
  }

  /** The engine's side keeps the buffer until it has sent it. */
  private void pass(int whole, boolean last) {
    ByteBuf passed = buffer;
    buffer = engine.alloc().buffer();
    ByteBuf messages = passed.readRetainedSlice(whole);
    buffer.writeBytes(passed);
    passed.release();
    boolean large = reserved > CallMemories.WINDOW;
    reserved = CallMemories.WINDOW;
    forward(
        new DefaultHttp2DataFrame(messages, last),
        () -> {
          if (large && !reserving && reserved == CallMemories.WINDOW) {
            memory.releaseMessage();
          }
        });
  }

  /** The rest of a large message is read when there is memory for it. */
  private void reserve(long bytes) {
    if (bytes <= reserved) {
      return;
    }
    reserving = true;
    setReading(false);
    Reservation granted =
        memory.reserve(
            (int) bytes, () -> engine.eventLoop().execute(() -> continueReserved(bytes)));
    reservation = granted;
    var _ =
        engine
            .eventLoop()
            .schedule(
                () -> {
                  if (granted.tryCancel() && !ended) {
                    reset();
                    processAuthorizer.busy(relayed);
                  }
                },
                memory.longestWait().toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void continueReserved(long bytes) {
    if (ended) {
      return;
    }
    reserving = false;
    reserved = bytes;
    evaluateWaiting();
    if (!reserving) {
      setReading(engine.isWritable());
    }
  }

  private void setReading(boolean reading) {
    if (caller != null) {
      caller.config().setAutoRead(reading);
    }
  }

  private void reset() {
    end();
    super.forward(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
    flush(engine);
    setReading(true);
  }

  private void end() {
    ended = true;
    reserving = false;
    if (reservation != null) {
      var _ = reservation.tryCancel();
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    memory.releaseMessage();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    end();
    buffer.release();
  }
}
