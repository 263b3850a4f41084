// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.socketproxy.http.CallMemories.CallMemory;
import dev.eci.socketproxy.http.CallMemories.Reservation;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the message of a call that is evaluated. As soon as its length is known, the call waits
 * for that much memory of its caller's share; until then, nothing more of it is read.
 */
final class MessageCollector {
  private final BufferedCall bufferedCall;
  private final CallMemory memory;
  private final Channel stream;
  private final Listener listener;
  private @Nullable Reservation reservation;
  private @Nullable Future<?> timer;
  private boolean reserving;
  private boolean ended;
  private long received;

  /** What becomes of the message. */
  interface Listener {
    void complete();

    void malformed(MalformedGrpcMessageException why);

    void failed(int status, String message);

    /** Runs the task on the event loop, unless the call has been answered. */
    void runLater(Runnable task);
  }

  MessageCollector(
      BufferedCall bufferedCall, CallMemory memory, Channel stream, Listener listener) {
    this.bufferedCall = bufferedCall;
    this.memory = memory;
    this.stream = stream;
    this.listener = listener;
  }

  /** Takes a frame of the call. */
  void add(Object frame) {
    bufferedCall.add(frame);
    collect();
  }

  /** Goes on with what has arrived, and reads on if that is not all. */
  void collect() {
    while (!ended && !reserving) {
      Object next = bufferedCall.next();
      if (next == null) {
        stream.config().setAutoRead(true);
        return;
      }
      if (next instanceof Http2DataFrame data) {
        collect(data);
      } else {
        ReferenceCountUtil.release(next);
      }
    }
  }

  private void collect(Http2DataFrame data) {
    received = System.nanoTime();
    try {
      bufferedCall.collect(data.content());
    } catch (MalformedGrpcMessageException e) {
      data.release();
      end();
      listener.malformed(e);
      return;
    }
    if (reservation == null && bufferedCall.expected() > 0) {
      bufferedCall.addFirst(data);
      reserve();
      return;
    }
    boolean last = data.isEndStream();
    data.release();
    if (last) {
      end();
      listener.complete();
    }
  }

  private void reserve() {
    if (bufferedCall.expected() > MessageInspector.FRAME + MessageInspector.MAX_MESSAGE_BYTES) {
      fail(GrpcErrorResponse.RESOURCE_EXHAUSTED, GrpcMessages.TOO_LARGE);
      return;
    }
    reserving = true;
    stream.config().setAutoRead(false);
    Reservation waiting =
        memory.reserve(
            (int) bufferedCall.expected(), () -> listener.runLater(this::continueReserved));
    reservation = waiting;
    timer =
        after(
            memory.longestWait(),
            () -> {
              if (waiting.tryCancel()) {
                fail(GrpcErrorResponse.RESOURCE_EXHAUSTED, GrpcMessages.BUSY);
              }
            });
  }

  private void continueReserved() {
    if (ended) {
      return;
    }
    reserving = false;
    bufferedCall.allocate();
    stopTimer();
    received = System.nanoTime();
    watchPauses(memory.longestPause());
    collect();
  }

  private void watchPauses(Duration rest) {
    timer =
        after(
            rest,
            () -> {
              Duration left =
                  memory.longestPause().minus(Duration.ofNanos(System.nanoTime() - received));
              if (left.isPositive()) {
                watchPauses(left);
              } else {
                fail(GrpcErrorResponse.DEADLINE_EXCEEDED, GrpcMessages.TOO_SLOW);
              }
            });
  }

  private Future<?> after(Duration delay, Runnable task) {
    return stream
        .eventLoop()
        .schedule(
            () -> {
              if (!ended) {
                task.run();
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void fail(int status, String message) {
    end();
    listener.failed(status, message);
  }

  /** The message is complete, or not wanted any more. */
  void end() {
    ended = true;
    stopTimer();
    if (reservation != null) {
      var _ = reservation.tryCancel();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      var _ = timer.cancel(false);
    }
  }
}
