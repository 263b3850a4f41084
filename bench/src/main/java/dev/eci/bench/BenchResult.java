// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench;

import java.util.List;

/**
 * The result of one scenario.
 *
 * @param table for its section of docs/benchmarks.md
 * @param lines {@code NAME ratio=X goal<=Y}, one for each figure
 */
public record BenchResult(String table, List<String> lines) {
  public BenchResult {
    lines = List.copyOf(lines);
  }
}
