package dev.eci.policy.idrange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.idrange.NextFit.Choice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** ISO-2: exclusive ranges, whatever the pool and whoever else has ids in it. */
class RangePropertiesTest {
  @Property
  void allocatesDisjointRangesWithinThePool(@ForAll("pools") RangePool pool) {
    List<IdRange> given = new ArrayList<>();
    Choice choice = NextFit.choose(pool, 0, r -> false);
    while (choice instanceof Choice.Given(IdRange next)) {
      assertThat(given).noneMatch(next::overlaps);
      assertThat(pool.cutOut()).noneMatch(next::overlaps);
      assertThat(next.base()).isBetween(Math.max(65536, pool.base()), pool.end() - IdRange.SIZE);
      assertThat(pool.isSlot(next)).isTrue();
      given.add(next);
      choice = NextFit.choose(pool, next.base(), given::contains);
    }
    assertThat(choice).isEqualTo(new Choice.Exhausted(given.size()));
  }

  @Property
  void aRangeRestsUntilAllOthersHadTheirTurn(@ForAll("pools") RangePool pool) {
    Set<IdRange> seen = new HashSet<>();
    long last = 0;
    while (NextFit.choose(pool, last, r -> false) instanceof Choice.Given(IdRange next)
        && seen.add(next)) {
      last = next.base();
    }
    long offered =
        java.util.stream.IntStream.range(0, pool.slots())
            .filter(i -> pool.isAvailable(pool.slot(i)))
            .count();
    assertThat(seen).hasSize((int) offered);
  }

  @Property
  void overlapGoesBothWays(@ForAll("ranges") IdRange one, @ForAll("ranges") IdRange other) {
    boolean shared = Math.max(one.base(), other.base()) < Math.min(one.end(), other.end());
    assertThat(one.overlaps(other)).isEqualTo(shared);
    assertThat(other.overlaps(one)).isEqualTo(shared);
  }

  @Provide
  Arbitrary<RangePool> pools() {
    return Combinators.combine(
            Arbitraries.longs().between(65536, 900000),
            Arbitraries.integers().between(1, 20),
            ranges().list().ofMaxSize(3))
        .as(RangePool::new);
  }

  @Provide
  Arbitrary<IdRange> ranges() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 2500000), Arbitraries.longs().between(1, 200000))
        .as(IdRange::new);
  }
}
