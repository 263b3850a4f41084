// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Evaluation;
import io.netty.buffer.ByteBuf;

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
    return needed.resume(JsonReader.read(buffer.bytes(), buffer.length()));
  }
}
