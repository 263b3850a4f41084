// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.BenchmarksPage;
import dev.eci.harness.Lab;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make bench-runtime}: runs every scenario, writes each result into its section of
 * docs/benchmarks.md as soon as it is known, and ends with one line per figure.
 */
public final class RuntimeBench {
  private RuntimeBench() {}

  public static void main(String[] args) {
    BenchConfig benchConfig = BenchConfig.fromProperties();
    Lab.up();
    List<String> lines = new ArrayList<>();
    try (Hosts hosts = new Hosts(benchConfig)) {
      List<RuntimeScenario> scenarios =
          List.of(
              new ContainerStart("runc", hosts),
              new ContainerStart("crun", hosts),
              new LayerCountScenario(hosts),
              new WorkloadSpeed(hosts),
              new StateVerb(hosts),
              new AgentMemory(hosts),
              new PodStartScenario());
      for (RuntimeScenario runtimeScenario : scenarios) {
        if (benchConfig.includes(runtimeScenario)) {
          BenchResult benchResult = runtimeScenario.run(benchConfig);
          if (benchConfig.isEci()) {
            BenchmarksPage.write("runtime-" + runtimeScenario.name(), benchResult.table());
          }
          System.out.print(benchResult.table());
          lines.addAll(benchResult.lines());
        }
      }
    }
    lines.forEach(System.out::println);
  }
}
