// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import java.util.List;

/**
 * How to measure, from system properties.
 *
 * @param samples {@code bench.samples}: pairs for each figure
 * @param ours {@code bench.ours}: the runtime's name in the engine; with the peer's name, the
 *     method measures itself, and no result is written
 * @param only {@code bench.only}: names of scenarios; empty: all
 */
record BenchConfig(int samples, String ours, List<String> only) {
  private static final String OURS = "eci";

  static BenchConfig fromProperties() {
    String only = System.getProperty("bench.only", "");
    return new BenchConfig(
        Integer.getInteger("bench.samples", 40),
        System.getProperty("bench.ours", OURS),
        only.isEmpty() ? List.of() : List.of(only.split(",")));
  }

  boolean includes(RuntimeScenario runtimeScenario) {
    return only.isEmpty() || only.contains(runtimeScenario.name());
  }

  /** False if the method measures itself. */
  boolean isEci() {
    return ours.equals(OURS);
  }
}
