package dev.eci.bench.runtime;

import java.util.List;

/**
 * How to measure, from system properties.
 *
 * @param samples {@code bench.samples}: pairs for each figure
 * @param ours {@code bench.ours}: the runtime's name in the engine; naming the peer's measures the
 *     method against itself, and nothing is written down
 * @param only {@code bench.only}: names of questions, all if empty
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

  /** False where the method is measured against itself. */
  boolean isEci() {
    return ours.equals(OURS);
  }
}
