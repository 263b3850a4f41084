package dev.eci.bench.admission;

import dev.eci.bench.BenchResult;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface AdmissionScenario {
  String name();

  BenchResult run(int samples);
}
