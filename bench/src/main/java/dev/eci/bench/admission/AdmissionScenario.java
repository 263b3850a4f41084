// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.admission;

import dev.eci.bench.BenchResult;

/** A scenario that can run alone: {@code -Dbench.only=NAME}. */
interface AdmissionScenario {
  String name();

  BenchResult run(int samples);
}
