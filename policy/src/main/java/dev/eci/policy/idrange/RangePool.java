// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The node's IDs that containers may get: {@code slots} ranges of 65536 IDs from {@code base} up,
 * without those that overlap IDs of other users.
 *
 * @param cutOut IDs in between that belong to other users (subuid(5), subgid(5))
 */
public record RangePool(long base, int slots, List<IdRange> cutOut) {
  /**
   * 0x70000000 up to the last whole range below 2^31: free by systemd's UIDS-GIDS.md, and some
   * programs read IDs above 2^31 as negative.
   */
  public static final RangePool DEFAULT = new RangePool(1879048192L, 4095, List.of());

  /** Lower IDs belong to the node's users and services. */
  private static final long FIRST = 65536;

  /** (uid_t)-1 means "no ID". */
  private static final long LAST = 4294967294L;

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,10}):([0-9]{1,10})");

  public RangePool {
    cutOut = List.copyOf(cutOut);
    if (base < FIRST) {
      throw new InvalidPoolException(
          "the pool of ID ranges starts at %d, but IDs below %d belong to the node"
              .formatted(base, FIRST));
    }
    if (slots < 1 || base + slots * IdRange.SIZE - 1 > LAST) {
      throw new InvalidPoolException(
          "the pool of ID ranges must contain at least 65536 IDs, and none above " + LAST);
    }
  }

  /** Parses {@code BASE:COUNT}; COUNT is a number of IDs, as in subuid(5). */
  public static RangePool parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new InvalidPoolException(
          "\"%s\" is no pool of ID ranges; write BASE:COUNT, for example %d:%d"
              .formatted(text, DEFAULT.base, DEFAULT.slots * IdRange.SIZE));
    }
    return of(Long.parseLong(written.group(1)), Long.parseLong(written.group(2)), List.of());
  }

  /** IDs of {@code count} that do not fill a whole range stay unused. */
  static RangePool of(long base, long count, List<IdRange> others) {
    return new RangePool(base, (int) (count / IdRange.SIZE), others);
  }

  public RangePool without(List<IdRange> others) {
    return new RangePool(base, slots, others);
  }

  public IdRange slot(int index) {
    return new IdRange(base + index * IdRange.SIZE, IdRange.SIZE);
  }

  /** Whether no other user owns an ID of the slot. */
  public boolean isAvailable(IdRange slot) {
    return cutOut.stream().noneMatch(slot::overlaps);
  }

  /** Whether the range is exactly one of the slots. */
  public boolean isSlot(IdRange range) {
    return range.size() == IdRange.SIZE
        && range.base() >= base
        && range.end() <= end()
        && (range.base() - base) % IdRange.SIZE == 0;
  }

  public boolean overlaps(IdRange range) {
    return range.overlaps(new IdRange(base, end() - base));
  }

  /** The first ID after the pool. */
  public long end() {
    return base + slots * IdRange.SIZE;
  }

  @Override
  public String toString() {
    return "%d:%d".formatted(base, slots * IdRange.SIZE);
  }
}
