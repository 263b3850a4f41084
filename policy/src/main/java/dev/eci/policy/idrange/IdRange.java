// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

/**
 * Host IDs {@code base} to {@code base + size - 1}, which are 0 to {@code size - 1} inside (ISO-2).
 */
public record IdRange(long base, long size) {
  /** Images and users expect 16-bit IDs. */
  public static final long SIZE = 65536;

  /** The first ID after the range. */
  public long end() {
    return base + size;
  }

  public boolean overlaps(IdRange other) {
    return base < other.end() && other.base < end();
  }
}
