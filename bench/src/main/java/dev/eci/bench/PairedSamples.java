// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Samples taken alternately, so that other load on the machine affects both sides. The order within
 * a pair changes from pair to pair.
 */
public record PairedSamples(List<Pair> all) {
  private static final int RESAMPLES = 2000;

  /** One sample of each side, a moment apart, in the same unit. */
  public record Pair(double ours, double peers) {}

  /** The 95 % confidence interval of the ratio. */
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

  /** Bootstrap: the ratios of resamples of the same size, drawn with replacement. */
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
