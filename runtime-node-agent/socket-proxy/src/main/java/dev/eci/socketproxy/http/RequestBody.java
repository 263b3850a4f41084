// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a request: what happens to it, and how far it was read. */
final class RequestBody {
  /** How many bytes of an unused body are read to keep the connection open. */
  static final int MAX_DISCARDED = 256 << 10;

  /** What happens to the part of the body that is read next. */
  enum Use {
    /** It is not read: the decision about the request is not known yet. */
    PAUSED,
    /** It is collected to be evaluated. */
    COLLECTED,
    /** It is forwarded to the engine. */
    FORWARDED,
    /** It is read and discarded. */
    DISCARDED
  }

  private final boolean exists;
  private final long length;
  private boolean isContinueExpected;
  private boolean isMemoryAwaited;
  private boolean complete;
  private long discarded;
  private Use use = Use.PAUSED;
  private @Nullable CollectedBody collected;

  RequestBody(HttpRequest request) {
    boolean readable = request.decoderResult().isSuccess();
    boolean chunked = readable && HttpUtil.isTransferEncodingChunked(request);
    this.length = chunked || !readable ? -1 : HttpUtil.getContentLength(request, 0L);
    this.exists = chunked || length > 0;
    this.isContinueExpected =
        !request.protocolVersion().equals(HttpVersion.HTTP_1_0)
            && request.headers().contains(HttpHeaderNames.EXPECT);
  }

  boolean exists() {
    return exists;
  }

  /** In bytes; -1 if the request does not declare it. */
  long length() {
    return length;
  }

  Use use() {
    return use;
  }

  /** Whether the caller waits for 100-continue before it sends the body. */
  boolean isContinueExpected() {
    return isContinueExpected;
  }

  void continueSent() {
    isContinueExpected = false;
  }

  void collect(Evaluation.NeedsBody needed, RequestMemory.@Nullable Share start) {
    collected = new CollectedBody(needed, length, start);
    use = Use.COLLECTED;
  }

  /** Whether the rest is read only when there is memory for it. */
  boolean isMemoryAwaited() {
    return isMemoryAwaited;
  }

  void awaitMemory(boolean awaited) {
    isMemoryAwaited = awaited;
  }

  CollectedBody collected() {
    return Objects.requireNonNull(collected);
  }

  void endCollecting() {
    collected = null;
    use = Use.PAUSED;
  }

  void forward() {
    use = Use.FORWARDED;
  }

  void discard() {
    use = Use.DISCARDED;
  }

  /** Counts bytes that were discarded. Returns whether they are too many to keep the connection. */
  boolean addDiscarded(int bytes) {
    discarded += bytes;
    return discarded > MAX_DISCARDED;
  }

  /** The body, or a request without one, was read to its end. */
  void complete() {
    complete = true;
  }

  boolean isComplete() {
    return complete;
  }

  /** Whether the caller sends the rest anyway, and it is small enough to be discarded. */
  boolean isDiscardable() {
    return complete || (!isContinueExpected && length >= 0 && length <= MAX_DISCARDED);
  }

  /** Frees what was collected of a body that is not evaluated any more. */
  void dropCollected() {
    collected = null;
  }
}
