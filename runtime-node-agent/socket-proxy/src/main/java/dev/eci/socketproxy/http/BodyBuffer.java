// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The part of a body that has arrived, to be evaluated. A body that declares its length has the
 * whole buffer from the start, because its memory is reserved.
 */
final class BodyBuffer {
  private static final int INITIAL_BYTES = 4 << 10;

  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * Empty as yet.
   *
   * @param declared bytes, by the request; -1 if it declares none
   */
  BodyBuffer(int limit, long declared) {
    this.limit = limit;
    this.bytes = new byte[declared < 0 ? INITIAL_BYTES : (int) Math.min(declared, limit)];
  }

  /** Adds the content. Returns whether the body is still within the limit. */
  boolean add(ByteBuf content) {
    int more = content.readableBytes();
    if (more > limit - length) {
      return false;
    }
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(limit, bytes.length * 2)));
    }
    content.readBytes(bytes, length, more);
    length += more;
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}
