// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import dev.eci.bench.PairedSamples.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Samples of all variants, alternately, in another order in each round; the first round is a
 * warm-up.
 */
public record Rounds<W extends Enum<W>, T>(List<Map<W, T>> all) {
  public Rounds {
    all = List.copyOf(all);
  }

  public static <W extends Enum<W>, T> Rounds<W, T> sample(
      Class<W> variants, int samples, Function<W, T> sample) {
    Random random = new Random(1);
    List<W> order = new ArrayList<>(List.of(variants.getEnumConstants()));
    List<Map<W, T>> rounds = new ArrayList<>();
    for (int i = 0; i <= samples; i++) {
      Collections.shuffle(order, random);
      Map<W, T> round = new EnumMap<>(variants);
      order.forEach(variant -> round.put(variant, sample.apply(variant)));
      rounds.add(round);
    }
    return new Rounds<>(rounds.subList(1, rounds.size()));
  }

  /** One variant compared with another. */
  public PairedSamples pairs(W ours, W peer, ToDoubleFunction<T> figure) {
    return pairs(
        round -> figure.applyAsDouble(round.get(ours)),
        round -> figure.applyAsDouble(round.get(peer)));
  }

  /** Two figures of the same round. */
  public PairedSamples pairs(ToDoubleFunction<Map<W, T>> ours, ToDoubleFunction<Map<W, T>> peer) {
    return new PairedSamples(
        all.stream()
            .map(round -> new Pair(ours.applyAsDouble(round), peer.applyAsDouble(round)))
            .toList());
  }
}
