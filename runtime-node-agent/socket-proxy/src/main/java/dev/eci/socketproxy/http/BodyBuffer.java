package dev.eci.socketproxy.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body that is judged, as far as it has come. Grows with what comes, not with what is promised.
 */
final class BodyBuffer {
  private static final int FIRST = 4 << 10;

  private final int limit;
  private byte[] bytes;
  private int length;

  /**
   * An empty one.
   *
   * @param promised bytes, as far as the request says; -1 if it does not
   */
  BodyBuffer(int limit, long promised) {
    this.limit = limit;
    this.bytes = new byte[promised < 0 ? FIRST : (int) Math.min(promised, FIRST)];
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
