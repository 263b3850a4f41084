package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface RuntimeScenario {
  String name();

  BenchResult run(BenchConfig benchConfig);
}
