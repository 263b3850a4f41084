// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.PairedSamples;
import java.util.List;

/**
 * {@code docker run --rm} of a small image, from the start of the command to its end: with
 * eci-runtime in front of a runtime, and with that runtime alone.
 *
 * @param runtime runc or crun
 */
record ContainerStart(String runtime, Hosts hosts) implements RuntimeScenario {
  @Override
  public String name() {
    return "docker-" + runtime;
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    Host host = hosts.forRuntime(runtime);
    host.images(Host.SMALL);
    String ours = benchConfig.isEci() ? benchConfig.ours() : runtime;
    PairedSamples pairedSamples =
        host.starts(
            benchConfig.samples(),
            Host.run(ours, Host.SMALL, "true"),
            Host.run(runtime, Host.SMALL, "true"));
    Goal goal = runtime.equals("runc") ? Goal.atMost(1.05) : Goal.NONE;
    Comparison comparison =
        new Comparison("docker_run_" + runtime, runtime, "ms", goal, pairedSamples);
    return new BenchResult(Comparison.table(List.of(comparison)), List.of(comparison.line()));
  }
}
