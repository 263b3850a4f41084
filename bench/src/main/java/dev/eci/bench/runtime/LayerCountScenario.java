// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.PairedSamples;
import java.util.List;

/**
 * Whether a start costs more with the image's size: 1 GB in 60 layers against one small layer. Also
 * shows the engine's own runtime: the cost of mounting 60 layers alone.
 */
record LayerCountScenario(Hosts hosts) implements RuntimeScenario {
  @Override
  public String name() {
    return "layers";
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    Host host = hosts.forRuntime("runc");
    host.images(Host.SMALL, Host.LAYERS);
    Comparison ours =
        new Comparison(
            "layers_60_eci",
            "small",
            "ms",
            Goal.atMost(1.1),
            race(host, benchConfig, benchConfig.ours()));
    Comparison peers =
        new Comparison("layers_60_runc", "small", "ms", Goal.NONE, race(host, benchConfig, "runc"));
    return new BenchResult(
        Comparison.table(List.of(ours, peers)), List.of(ours.line(), peers.line()));
  }

  private static PairedSamples race(Host host, BenchConfig benchConfig, String runtime) {
    return host.starts(
        benchConfig.samples(),
        Host.run(runtime, Host.LAYERS, "true"),
        Host.run(runtime, Host.SMALL, "true"));
  }
}
