package dev.eci.agent.proxy;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body that is judged, as far as it has come. Grows with what comes, not with what is promised.
 */
final class BodyBuffer {
  private static final int FIRST = 4 << 10;

  private final int limit;
  private byte[] bytes = new byte[FIRST];
  private int length;

  BodyBuffer(int limit) {
    this.limit = limit;
  }

  /** Whether it still is within the limit. */
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
