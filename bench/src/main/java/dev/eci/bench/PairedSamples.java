package dev.eci.bench;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Samples taken in turns, so that whatever else the machine does falls on both. The order within a
 * pair changes from pair to pair.
 */
public record PairedSamples(List<Pair> all) {
  private static final int RESAMPLES = 2000;

  /** One sample of each, a moment apart, in the same unit. */
  public record Pair(double ours, double peers) {}

  /** Within which the ratio lies with 95 % confidence. */
  public record Interval(double low, double high) {}

  public PairedSamples {
    all = List.copyOf(all);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("no samples");
    }
  }

  public double medianOfOurs() {
    return median(all, Pair::ours);
  }

  public double medianOfPeers() {
    return median(all, Pair::peers);
  }

  /** Of the medians. */
  public double ratio() {
    return ratio(all);
  }

  /** Bootstrap: the ratio of as many pairs drawn with putting back, again and again. */
  public Interval interval() {
    Random random = new Random(1);
    double[] ratios =
        random
            .ints(RESAMPLES, 0, Integer.MAX_VALUE)
            .mapToDouble(seed -> ratio(drawn(new Random(seed))))
            .sorted()
            .toArray();
    return new Interval(ratios[RESAMPLES / 40], ratios[RESAMPLES - RESAMPLES / 40 - 1]);
  }

  private List<Pair> drawn(Random random) {
    return random.ints(all.size(), 0, all.size()).mapToObj(all::get).toList();
  }

  private static double ratio(List<Pair> pairs) {
    return median(pairs, Pair::ours) / median(pairs, Pair::peers);
  }

  private static double median(List<Pair> pairs, ToDoubleFunction<Pair> side) {
    double[] sorted = pairs.stream().mapToDouble(side).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
