// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.json.JsonValue;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** A request body on its way to the evaluation that needs it. */
final class CollectedBody {
  private final Evaluation.NeedsBody needed;
  private final BodyBuffer buffer;

  /**
   * Empty as yet.
   *
   * @param length in bytes, as far as the request declares it; else -1
   */
  CollectedBody(Evaluation.NeedsBody needed, long length) {
    this.needed = needed;
    this.buffer = new BodyBuffer(needed.atMost(), length);
  }

  int limit() {
    return needed.atMost();
  }

  /** Whether the body is still within the limit. */
  boolean add(ByteBuf content) {
    return buffer.add(content);
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
