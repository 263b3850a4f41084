// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import java.time.Duration;

/**
 * The memory of all gRPC calls of the socket, in shares by caller as for {@link RequestMemories}.
 * It is outside of the heap: less than its limit (-XX:MaxDirectMemorySize in jvm.options), because
 * the buffers of connections come from there, too.
 */
public final class CallMemories {
  /** Bytes of one direction of a call that the other side has not taken yet. */
  public static final int WINDOW = 64 << 10;

  private static final int BOTH_WINDOWS = 2 * WINDOW;

  private final RequestMemory windows;
  private final RequestMemory messages;
  private final ReceiveTimeout.Limits limits;

  /** For the calls of one socket. */
  public CallMemories() {
    this(ReceiveTimeout.LIMITS);
  }

  CallMemories(ReceiveTimeout.Limits limits) {
    this.windows = new RequestMemory(RequestMemory.Limits.shared(24 << 20));
    // one caller's half has room for the largest message
    this.messages = new RequestMemory(RequestMemory.Limits.shared(34 << 20));
    this.limits = limits;
  }

  /** The memory of one call, which holds nothing as yet. */
  public CallMemory ofCall(Caller caller) {
    // a caller that is not identified may call nothing that needs much
    RequestMemory.Account account =
        RequestMemory.Account.of(caller, RequestMemory.Account.ofPeer(-1));
    return new CallMemory(windows.share(account), messages.share(account));
  }

  /** What one call uses. */
  public final class CallMemory {
    private final RequestMemory.Share window;
    private final RequestMemory.Share message;

    private CallMemory(RequestMemory.Share window, RequestMemory.Share message) {
      this.window = window;
      this.message = message;
    }

    /** Whether there is memory for what the call's two directions may have under way. */
    public boolean tryStart() {
      return window.tryHold(BOTH_WINDOWS);
    }

    /**
     * Waits for the memory of a message.
     *
     * @param bytes of the whole message
     * @param onGranted is called once, by any thread
     */
    public Reservation reserve(int bytes, Runnable onGranted) {
      return new Reservation(message.hold(bytes, onGranted));
    }

    /** A message was forwarded or dropped. */
    public void releaseMessage() {
      message.tryHold(0);
    }

    /** The call has ended. */
    public void release() {
      window.release();
      message.release();
    }

    /** How long a call waits for memory. */
    public Duration longestWait() {
      return limits.memory();
    }

    /** How long the rest of a message may pause. */
    public Duration longestPause() {
      return limits.progress();
    }
  }

  /** A message that waits for its memory, or has it. */
  public static final class Reservation {
    private final RequestMemory.Waiter waiter;

    private Reservation(RequestMemory.Waiter waiter) {
      this.waiter = waiter;
    }

    /** Waits no longer. Returns whether the memory had not been granted yet. */
    public boolean tryCancel() {
      return waiter.tryCancel();
    }
  }
}
