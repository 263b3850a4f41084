// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A figure that was measured several times, with a goal.
 *
 * @param name in the closing line
 * @param unit of the samples, for the table
 * @param limit the goal, in the same unit; the ratio is median/limit and should be at most 1
 */
public record Measurement(String name, String unit, double limit, List<Double> samples) {
  private static final String HEAD =
      "| figure | median | range (samples) | goal | ratio |\n|---|---|---|---|---|\n";

  public Measurement {
    samples = samples.stream().sorted().toList();
  }

  private double median() {
    return samples.get(samples.size() / 2);
  }

  /** {@code NAME ratio=X goal<=1} */
  public String line() {
    return String.format(Locale.ROOT, "%s ratio=%.2f goal<=1", name, median() / limit);
  }

  private String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f %s | %.1f to %.1f (%d) | <= %.0f %s | %.2f |",
        name,
        median(),
        unit,
        samples.getFirst(),
        samples.getLast(),
        samples.size(),
        limit,
        unit,
        median() / limit);
  }

  /** All rows with the table's head. */
  public static String table(List<Measurement> rows) {
    return rows.stream().map(Measurement::row).collect(Collectors.joining("\n", HEAD, "\n"));
  }
}
