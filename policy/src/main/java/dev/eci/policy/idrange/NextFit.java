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
   * Chooses consecutive slots.
   *
   * @param last base of the slot that was allocated last; anything outside the pool for none
   * @param count how many slots
   * @param taken whether any ID of the slot is in use
   */
  public static Choice choose(RangePool pool, long last, int count, Predicate<IdRange> taken) {
    int start =
        last >= pool.base() && last < pool.end()
            ? (int) ((last - pool.base()) / IdRange.SIZE) + 1
            : 0;
    int offered = 0;
    int row = 0;
    // a row may lie across the starting point, so the first slots come a second time
    for (int i = 0; i < pool.slots() + count - 1; i++) {
      int index = (start + i) % pool.slots();
      IdRange slot = pool.slot(index);
      boolean isAvailable = pool.isAvailable(slot);
      offered += isAvailable && i < pool.slots() ? 1 : 0;
      row = isAvailable && !taken.test(slot) ? (index == 0 ? 1 : row + 1) : 0;
      if (row == count) {
        return new Choice.Chosen(
            new IdRange(slot.end() - count * IdRange.SIZE, count * IdRange.SIZE));
      }
    }
    return new Choice.Exhausted(offered);
  }
}
