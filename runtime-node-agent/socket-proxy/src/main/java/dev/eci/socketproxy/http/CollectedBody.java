// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A request body on its way to the evaluation that needs it. */
final class CollectedBody {
  /** What is reserved for a body that does not declare its length. Hardly any is longer. */
  private static final long UNDECLARED_LENGTH = 64 << 10;

  /** What happened to a part of the body. */
  enum Added {
    KEPT,
    TOO_LARGE,
    NO_MEMORY
  }

  private final Evaluation.NeedsBody needed;
  private final BodyBuffer buffer;
  private final RequestMemory.Share memory;

  /**
   * Empty as yet.
   *
   * @param length in bytes, as far as the request declares it; else -1
   * @param memory of the request, with what {@link #reservation} returned
   */
  CollectedBody(Evaluation.NeedsBody needed, long length, RequestMemory.Share memory) {
    this.needed = needed;
    this.memory = memory;
    this.buffer = new BodyBuffer(needed.atMost(), length);
  }

  /** The bytes of memory to reserve for the whole body before it is read. */
  static long reservation(long length) {
    return JsonCost.ofText(length < 0 ? UNDECLARED_LENGTH : length);
  }

  int limit() {
    return needed.atMost();
  }

  Added add(ByteBuf content) {
    long length = (long) buffer.length() + content.readableBytes();
    if (length > UNDECLARED_LENGTH && !memory.tryGrowTo(JsonCost.ofText(length))) {
      return Added.NO_MEMORY;
    }
    return buffer.add(content) ? Added.KEPT : Added.TOO_LARGE;
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
