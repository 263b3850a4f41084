package dev.eci.bench;

import java.util.List;
import java.util.Locale;

/**
 * Something measured several times, against a goal.
 *
 * @param name as the closing line prints it
 * @param unit of the samples, for the table
 * @param limit the goal, in the same unit; the ratio is median/limit and shall be at most 1
 */
public record Figure(String name, String unit, double limit, List<Double> samples) {
  public Figure {
    samples = samples.stream().sorted().toList();
  }

  private double median() {
    return samples.get(samples.size() / 2);
  }

  /** {@code NAME ratio=X goal<=1} */
  public String line() {
    return String.format(Locale.ROOT, "%s ratio=%.2f goal<=1", name, median() / limit);
  }

  /** A row of the table: name, median, range, goal, ratio. */
  public String row() {
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
}
