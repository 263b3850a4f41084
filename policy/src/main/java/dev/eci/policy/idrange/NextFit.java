// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.function.Predicate;

/**
 * Chooses the next range: the first free one after the last that was allocated, so that a released
 * range stays unused for as long as the pool allows.
 */
public final class NextFit {
  private NextFit() {}

  /** The result of a choice. */
  public sealed interface Choice {
    record Chosen(IdRange range) implements Choice {}

    /** All {@code offered} ranges of the pool are in use. */
    record Exhausted(int offered) implements Choice {}
  }

  /**
   * Chooses a range.
   *
   * @param last base of the range that was allocated last; anything outside the pool for none
   * @param taken whether any ID of the range is in use
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
          return new Choice.Chosen(slot);
        }
      }
    }
    return new Choice.Exhausted(offered);
  }
}
