// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.idrange.NextFit.Choice;
import dev.eci.policy.testing.Gen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** ISO-2: exclusive ranges, for any pool and any other users with IDs in it. */
class RangePropertiesTest {
  @Test
  void allocatesDisjointRangesWithinThePool() {
    forAll(1000, pools())
        .holds(pool -> {
          List<IdRange> given = new ArrayList<>();
          Choice choice = NextFit.choose(pool, 0, 1, r -> false);
          while (choice instanceof Choice.Chosen(IdRange next)) {
            assertThat(given).noneMatch(next::overlaps);
            assertThat(pool.cutOut()).noneMatch(next::overlaps);
            assertThat(next.base())
                .isBetween(Math.max(65536, pool.base()), pool.end() - IdRange.SIZE);
            assertThat(pool.isSlot(next)).isTrue();
            given.add(next);
            choice = NextFit.choose(pool, next.base(), 1, given::contains);
          }
          assertThat(choice).isEqualTo(new Choice.Exhausted(given.size()));
        });
  }

  @Test
  void reusesRangeOnlyAfterAllOthers() {
    forAll(1000, pools())
        .holds(pool -> {
          Set<IdRange> seen = new HashSet<>();
          long last = 0;
          while (NextFit.choose(pool, last, 1, r -> false) instanceof Choice.Chosen(IdRange next)
              && seen.add(next)) {
            last = next.base();
          }
          long offered =
              IntStream.range(0, pool.slots()).filter(i -> pool.isAvailable(pool.slot(i))).count();
          assertThat(seen).hasSize((int) offered);
        });
  }

  /** Some rows are taken; whether a row of free slots is there, a search of all of them says. */
  @Test
  void findsConsecutiveSlotsWhereThereAreAny() {
    forAll(2000, pools(), Gen.ints(1, 6))
        .holds((pool, count) -> {
          long last = pool.base() + count * 7919 % pool.slots() * IdRange.SIZE;
          Predicate<IdRange> taken = slot -> slot.base() * 31 % 5 == 0;
          boolean exists =
              IntStream.rangeClosed(0, pool.slots() - count)
                  .anyMatch(from ->
                      IntStream.range(from, from + count)
                          .mapToObj(pool::slot)
                          .allMatch(slot -> pool.isAvailable(slot) && !taken.test(slot)));
          switch (NextFit.choose(pool, last, count, taken)) {
            case Choice.Chosen(IdRange row) -> {
              assertThat(row.size()).isEqualTo(count * IdRange.SIZE);
              for (long base = row.base(); base < row.end(); base += IdRange.SIZE) {
                IdRange slot = new IdRange(base, IdRange.SIZE);
                assertThat(pool.isSlot(slot) && pool.isAvailable(slot)).isTrue();
                assertThat(taken.test(slot)).isFalse();
              }
            }
            case Choice.Exhausted ignored -> assertThat(exists).isFalse();
          }
        });
  }

  @Test
  void overlapIsSymmetric() {
    forAll(1000, ranges(), ranges())
        .holds((one, other) -> {
          boolean shared = Math.max(one.base(), other.base()) < Math.min(one.end(), other.end());
          assertThat(one.overlaps(other)).isEqualTo(shared);
          assertThat(other.overlaps(one)).isEqualTo(shared);
        });
  }

  private static Gen<RangePool> pools() {
    return Gen.combine(
        Gen.longs(65536, 900000), Gen.ints(1, 20), ranges().list(0, 3), RangePool::new);
  }

  private static Gen<IdRange> ranges() {
    return Gen.longs(0, 2500000).with(Gen.longs(1, 200000), IdRange::new);
  }
}
