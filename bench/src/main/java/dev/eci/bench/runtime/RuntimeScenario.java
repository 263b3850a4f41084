// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;

/** A scenario that can run alone: {@code -Dbench.only=NAME}. */
interface RuntimeScenario {
  String name();

  BenchResult run(BenchConfig benchConfig);
}
