// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.testing;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A property can fail, and reports how. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PropertyTest {
  private static final Gen<List<String>> WORDS = Gen.of("x", "y", "bad", "z").list(0, 9);

  @Test
  void triesPropertyAsOftenAsRequested() {
    List<Object> tried = new ArrayList<>();

    forAll(321, WORDS).holds(tried::add);

    assertThat(tried).hasSize(321);
    assertThat(new HashSet<>(tried)).hasSizeGreaterThan(150);
  }

  @Test
  void reportsSmallestFailingValues() {
    AssertionError e = failure(new ArrayList<>());

    assertThat(e)
        .hasMessageMatching("does not hold for \\[\\[(\"x\", \"bad\"|\"bad\", \"x\")]] \\(try .*");
    assertThat(e).hasCauseInstanceOf(AssertionError.class).cause().hasMessage("two words");
  }

  @Test
  void seedReproducesValues() {
    List<Object> first = new ArrayList<>();
    List<Object> again = new ArrayList<>();
    var seed = Pattern.compile("-Deci\\.seed=(-?\\d+)").matcher(failure(first).getMessage());
    assertThat(seed.find()).isTrue();

    System.setProperty("eci.seed", seed.group(1));
    try {
      failure(again);
    } finally {
      System.clearProperty("eci.seed");
    }

    assertThat(again).hasSizeGreaterThan(2).isEqualTo(first);
  }

  /** Fails for two words or more of which one is bad. */
  private static AssertionError failure(List<Object> tried) {
    return catchThrowableOfType(
        AssertionError.class,
        () ->
            forAll(1000, WORDS)
                .holds(words -> {
                  tried.add(words);
                  if (words.size() > 1 && words.contains("bad")) {
                    throw new AssertionError("two words");
                  }
                }));
  }

  @Test
  void generatesNumbersOfAllMagnitudes() {
    Set<Long> lengths = new HashSet<>();
    Set<Integer> places = new HashSet<>();

    forAll(1000, Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE), Gen.ints(3, 70_000))
        .holds((n, place) -> {
          lengths.add(n);
          places.add(place);
        });

    assertThat(lengths).contains(Long.MIN_VALUE, Long.MAX_VALUE).hasSizeGreaterThan(300);
    assertThat(places).contains(3, 70_000).allMatch(p -> p >= 3 && p <= 70_000);
    assertThat(places).anyMatch(p -> p > 3 && p < 256).anyMatch(p -> p > 65_536 && p < 70_000);
  }

  @Test
  void generatesDistinctKeys() {
    forAll(200, Gen.ints(0, 9).distinct(n -> n / 2, 4))
        .holds(numbers -> {
          assertThat(numbers).hasSizeLessThanOrEqualTo(4);
          assertThat(numbers.stream().map(n -> n / 2)).doesNotHaveDuplicates();
        });
  }
}
