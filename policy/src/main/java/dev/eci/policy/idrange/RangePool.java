package dev.eci.policy.idrange;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of the node that containers may get: {@code slots} ranges of 65536 ids from {@code base}
 * up, without those that touch ids of others.
 *
 * @param cutOut ids in between that belong to other users (subuid(5), subgid(5))
 */
public record RangePool(long base, int slots, List<IdRange> cutOut) {
  /**
   * 0x70000000 up to the last whole range below 2^31: free by systemd's UIDS-GIDS.md, and some
   * programs take ids above 2^31 for negative.
   */
  public static final RangePool DEFAULT = new RangePool(1879048192L, 4095, List.of());

  /** Ids below belong to the node's users and services. */
  private static final long FIRST = 65536;

  /** (uid_t)-1 means "no id". */
  private static final long LAST = 4294967294L;

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,10}):([0-9]{1,10})");

  public RangePool {
    cutOut = List.copyOf(cutOut);
    if (base < FIRST) {
      throw new InvalidPoolException(
          "the pool of id ranges starts at %d, but ids below %d are the node's own"
              .formatted(base, FIRST));
    }
    if (slots < 1 || base + slots * IdRange.SIZE - 1 > LAST) {
      throw new InvalidPoolException(
          "the pool of id ranges has to hold 65536 ids at least, and none above " + LAST);
    }
  }

  /** Reads {@code BASE:COUNT}; COUNT is a number of ids, as in subuid(5). */
  public static RangePool parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new InvalidPoolException(
          "\"%s\" is no pool of id ranges; write BASE:COUNT, for example %d:%d"
              .formatted(text, DEFAULT.base, DEFAULT.slots * IdRange.SIZE));
    }
    return of(Long.parseLong(written.group(1)), Long.parseLong(written.group(2)), List.of());
  }

  /** What is left over of {@code count} when it is divided into ranges stays unused. */
  static RangePool of(long base, long count, List<IdRange> others) {
    return new RangePool(base, (int) (count / IdRange.SIZE), others);
  }

  public RangePool without(List<IdRange> others) {
    return new RangePool(base, slots, others);
  }

  public IdRange slot(int index) {
    return new IdRange(base + index * IdRange.SIZE, IdRange.SIZE);
  }

  /** Whether the slot belongs to nobody else. */
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

  /** The first id behind the pool. */
  public long end() {
    return base + slots * IdRange.SIZE;
  }

  @Override
  public String toString() {
    return "%d:%d".formatted(base, slots * IdRange.SIZE);
  }
}
