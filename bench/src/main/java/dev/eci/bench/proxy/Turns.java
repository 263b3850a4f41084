package dev.eci.bench.proxy;

import dev.eci.bench.Pairs;
import dev.eci.bench.Pairs.Pair;
import dev.eci.bench.proxy.Sockets.Way;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** All ways in turns, in another order each time; the first turn only warms up. */
record Turns<T>(List<Map<Way, T>> all) {
  static <T> Turns<T> take(int samples, Function<Way, T> look) {
    Random random = new Random(1);
    List<Way> order = new ArrayList<>(List.of(Way.values()));
    List<Map<Way, T>> turns = new ArrayList<>();
    for (int i = 0; i <= samples; i++) {
      Collections.shuffle(order, random);
      Map<Way, T> turn = new EnumMap<>(Way.class);
      order.forEach(way -> turn.put(way, look.apply(way)));
      turns.add(turn);
    }
    return new Turns<>(turns.subList(1, turns.size()));
  }

  /** One way beside another. */
  Pairs pairs(Way ours, Way peer, ToDoubleFunction<T> figure) {
    return new Pairs(
        all.stream()
            .map(turn ->
                new Pair(
                    figure.applyAsDouble(turn.get(ours)), figure.applyAsDouble(turn.get(peer))))
            .toList());
  }
}
