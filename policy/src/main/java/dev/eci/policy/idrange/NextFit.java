package dev.eci.policy.idrange;

import java.util.function.Predicate;

/**
 * Which range comes next: the first free one behind the last that was given, so that a range rests
 * as long as the pool allows before somebody else gets it.
 */
public final class NextFit {
  private NextFit() {}

  /** What came out. */
  public sealed interface Choice {
    record Given(IdRange range) implements Choice {}

    /** {@code offered} ranges are in the pool and all of them in use. */
    record Exhausted(int offered) implements Choice {}
  }

  /**
   * Chooses one.
   *
   * @param last base of the range that was given last; anything outside the pool for none
   * @param taken whether somebody uses an id of the range
   */
  public static Choice choose(RangePool pool, long last, Predicate<IdRange> taken) {
    int start =
        last >= pool.base() && last < pool.end()
            ? (int) ((last - pool.base()) / IdRange.SIZE) + 1
            : 0;
    int offered = 0;
    for (int i = 0; i < pool.slots(); i++) {
      IdRange slot = pool.slot((start + i) % pool.slots());
      if (pool.isAvailable(slot)) {
        offered++;
        if (!taken.test(slot)) {
          return new Choice.Given(slot);
        }
      }
    }
    return new Choice.Exhausted(offered);
  }
}
