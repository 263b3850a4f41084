package dev.eci.bench.runtime;

import java.util.List;

/**
 * What a question found.
 *
 * @param table for its section of docs/benchmarks.md
 * @param lines {@code NAME ratio=X goal<=Y}, one for each figure
 */
record Answer(String table, List<String> lines) {
  Answer {
    lines = List.copyOf(lines);
  }
}
