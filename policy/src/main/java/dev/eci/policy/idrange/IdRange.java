package dev.eci.policy.idrange;

/**
 * Host ids {@code base} to {@code base + size - 1}, which are 0 to {@code size - 1} inside (ISO-2).
 */
public record IdRange(long base, long size) {
  /** What images and people expect: ids of 16 bits. */
  public static final long SIZE = 65536;

  /** The first id behind the range. */
  public long end() {
    return base + size;
  }

  public boolean overlaps(IdRange other) {
    return base < other.end() && other.base < end();
  }
}
