// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * ECI and a peer, measured alternately in one run.
 *
 * @param name in the closing line
 * @param peer the name of the peer
 * @param unit of the samples, for the table
 * @param goal for the ratio of medians, ECI's over the peer's
 */
public record Comparison(String name, String peer, String unit, Goal goal, PairedSamples pairs) {
  private static final String HEAD =
      """
      | figure | ours | peer | ratio of medians | 95 % interval | pairs | goal |
      |---|---|---|---|---|---|---|
      """;

  /** The goal for the ratio: {@code <=1.05}, {@code >=0.98}, or none. */
  public record Goal(String text) {
    public static final Goal NONE = new Goal("");

    public static Goal atMost(double limit) {
      return new Goal("<=" + limit);
    }

    public static Goal atLeast(double limit) {
      return new Goal(">=" + limit);
    }
  }

  /** {@code NAME ratio=X goal<=Y} */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s ratio=%.3f%s",
        name,
        pairs.ratio(),
        goal.equals(Goal.NONE) ? "" : " goal" + goal.text());
  }

  private String row() {
    PairedSamples.Interval interval = pairs.interval();
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %s | %s %.1f %s | %.3f | %.3f to %.3f | %d | %s |",
        name,
        pairs.medianOfOurs(),
        unit,
        peer,
        pairs.medianOfPeers(),
        unit,
        pairs.ratio(),
        interval.low(),
        interval.high(),
        pairs.all().size(),
        goal.equals(Goal.NONE) ? "shown" : goal.text());
  }

  /** All rows with the table's head. */
  public static String table(List<Comparison> rows) {
    return rows.stream().map(Comparison::row).collect(Collectors.joining("\n", HEAD, "\n"));
  }
}
