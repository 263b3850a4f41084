package dev.eci.bench.proxy;

import dev.eci.bench.BenchResult;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface ProxyScenario {
  String name();

  BenchResult run(int samples);
}
