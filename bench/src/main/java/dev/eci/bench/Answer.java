package dev.eci.bench;

import java.util.List;

/**
 * What a question found.
 *
 * @param table for its section of docs/benchmarks.md
 * @param lines {@code NAME ratio=X goal<=Y}, one for each figure
 */
public record Answer(String table, List<String> lines) {
  public Answer {
    lines = List.copyOf(lines);
  }
}
