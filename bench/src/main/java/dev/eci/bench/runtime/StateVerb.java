// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Measurement;
import dev.eci.bench.PairedSamples;
import dev.eci.harness.docker.DockerHost;
import java.util.List;

/**
 * A command that needs no rewrite, {@code state}: the time that eci-runtime adds to the runtime's
 * own.
 */
record StateVerb(Hosts hosts) implements RuntimeScenario {
  private static final double LIMIT_MILLIS = 2;
  private static final int PER_SAMPLE = 5;

  @Override
  public String name() {
    return "state";
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    Host host = hosts.forRuntime("runc");
    host.images(Host.SMALL);
    String id =
        host.docker()
            .docker("run", "-d", "--runtime", benchConfig.ours(), Host.SMALL, "sleep", "3600")
            .orThrow();
    try {
      // the engine's runtimes keep their state below one directory each; both get the same request
      String root =
          host.docker()
              .script(
                  "dirname \"$(find /run/docker /var/run/docker -type d -name "
                      + id
                      + " -path '*runtime-*' | head -1)\"")
              .orThrow();
      String launcher = benchConfig.isEci() ? DockerHost.LAUNCHER : "runc";
      PairedSamples pairedSamples =
          host.race(
              benchConfig.samples() * PER_SAMPLE,
              List.of(launcher, "--root", root, "state", id),
              List.of("runc", "--root", root, "state", id));
      Measurement extra =
          new Measurement(
              "state_extra",
              "ms",
              LIMIT_MILLIS,
              pairedSamples.all().stream().map(pair -> pair.ours() - pair.peers()).toList());
      return new BenchResult(Measurement.table(List.of(extra)), List.of(extra.line()));
    } finally {
      host.docker().docker("rm", "-f", id).orThrow();
    }
  }
}
