// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A request body on its way to the evaluation that needs it. */
final class CollectedBody {
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
   * @param memory of the request
   */
  CollectedBody(Evaluation.NeedsBody needed, long length, RequestMemory.Share memory) {
    this.needed = needed;
    this.memory = memory;
    this.buffer = new BodyBuffer(needed.atMost(), length);
  }

  int limit() {
    return needed.atMost();
  }

  Added add(ByteBuf content) {
    // the buffer doubles when it grows
    return !memory.tryGrow(2L * content.readableBytes())
        ? Added.NO_MEMORY
        : buffer.add(content) ? Added.KEPT : Added.TOO_LARGE;
  }

  /** Whether there is memory to evaluate the whole body. */
  boolean tryReserve() {
    return needed.format() == Evaluation.BodyFormat.FORM
        || memory.tryGrow(JsonCost.of(buffer.bytes(), buffer.length()));
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
