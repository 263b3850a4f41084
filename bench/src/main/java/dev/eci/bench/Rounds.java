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

/** All ways in turns, in another order each time; the first turn only warms up. */
public record Rounds<W extends Enum<W>, T>(List<Map<W, T>> all) {
  public Rounds {
    all = List.copyOf(all);
  }

  public static <W extends Enum<W>, T> Rounds<W, T> sample(
      Class<W> ways, int samples, Function<W, T> look) {
    Random random = new Random(1);
    List<W> order = new ArrayList<>(List.of(ways.getEnumConstants()));
    List<Map<W, T>> turns = new ArrayList<>();
    for (int i = 0; i <= samples; i++) {
      Collections.shuffle(order, random);
      Map<W, T> turn = new EnumMap<>(ways);
      order.forEach(way -> turn.put(way, look.apply(way)));
      turns.add(turn);
    }
    return new Rounds<>(turns.subList(1, turns.size()));
  }

  /** One variant compared with another. */
  public PairedSamples pairs(W ours, W peer, ToDoubleFunction<T> figure) {
    return pairs(
        turn -> figure.applyAsDouble(turn.get(ours)), turn -> figure.applyAsDouble(turn.get(peer)));
  }

  /** Two figures of the same turn. */
  public PairedSamples pairs(ToDoubleFunction<Map<W, T>> ours, ToDoubleFunction<Map<W, T>> peer) {
    return new PairedSamples(
        all.stream()
            .map(turn -> new Pair(ours.applyAsDouble(turn), peer.applyAsDouble(turn)))
            .toList());
  }
}
