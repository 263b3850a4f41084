// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request body on its way to the evaluation that needs it. */
final class CollectedBody {
  /** How much of a body that does not declare its length is read first. Hardly any is longer. */
  private static final int START = 64 << 10;

  /** For the start, and for what one more read brings behind it. */
  static final long RESERVED_FOR_START = 2 * START;

  /** What happened to a part of the body. */
  enum Added {
    KEPT,
    /** It is kept, but the next part needs memory that is not reserved yet. */
    START_EXCEEDED,
    TOO_LARGE
  }

  private final Evaluation.NeedsBody needed;
  private final BodyBuffer buffer;

  /** Of a body whose whole memory is not reserved yet; null if it is. */
  private RequestMemory.@Nullable Share start;

  /**
   * Empty as yet.
   *
   * @param length in bytes, as far as the request declares it; else -1
   * @param start with {@link #RESERVED_FOR_START} bytes for a body that declares no length; null if
   *     what {@link #reservation} returned is reserved
   */
  CollectedBody(Evaluation.NeedsBody needed, long length, RequestMemory.@Nullable Share start) {
    this.needed = needed;
    this.start = start;
    this.buffer = new BodyBuffer(needed.atMost(), length);
  }

  /** The bytes of memory to reserve for the whole body. */
  static long reservation(long length) {
    return JsonCost.ofText(length);
  }

  /** Whether memory for the whole body is to be reserved: it is known now how long it can be. */
  boolean needsReservation() {
    return start != null;
  }

  /** The bytes of memory for what has arrived, or for the longest body. */
  long reservation(boolean isComplete) {
    return reservation(isComplete ? buffer.length() : limit());
  }

  /** The memory for the whole body is reserved. */
  void reserved() {
    if (start != null) {
      var _ = start.tryHold(0);
      start = null;
    }
  }

  int limit() {
    return needed.atMost();
  }

  Added add(ByteBuf content) {
    if (!buffer.add(content)) {
      return Added.TOO_LARGE;
    }
    return start != null && buffer.length() > START ? Added.START_EXCEEDED : Added.KEPT;
  }

  /** The bytes of memory that the values of the whole body need, in addition to their texts. */
  long costOfValues() throws MalformedMessageException {
    return needed.format() == Evaluation.BodyFormat.FORM
        ? 0
        : JsonCost.ofValues(buffer.bytes(), buffer.length());
  }

  /** Continues the evaluation with the whole body. */
  Evaluation resume() throws MalformedMessageException {
    return needed.resume(
        switch (needed.format()) {
          case JSON -> JsonReader.read(buffer.bytes(), buffer.length());
          // Latin-1 keeps each octet for the decoder of the query
          case FORM ->
              new JsonValue.Str(
                  new String(buffer.bytes(), 0, buffer.length(), StandardCharsets.ISO_8859_1));
        });
  }
}
