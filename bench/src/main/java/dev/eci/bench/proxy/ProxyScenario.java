// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import dev.eci.bench.BenchResult;

/** A scenario that can run alone: {@code -Dbench.only=NAME}. */
interface ProxyScenario {
  String name();

  BenchResult run(int samples);
}
