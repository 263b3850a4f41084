// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * The agent's resident memory (VmRSS) on a Docker host: idle, and with 200 containers that it
 * started.
 */
record AgentMemory(Hosts hosts) implements RuntimeScenario {
  private static final int CONTAINERS = 200;
  private static final int AT_ONCE = 50;
  private static final int SAMPLES = 5;
  private static final double LIMIT_MIB = 80;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    if (!benchConfig.isEci()) {
      return new BenchResult("", List.of());
    }
    Host host = hosts.forRuntime("runc");
    host.images(Host.SMALL);
    // as after a start of the machine: the heap of earlier scenarios would not be idle memory
    host.docker().agent().stop();
    host.docker().agent().start();
    settle(host);
    Measurement idle = new Measurement("agent_idle", "MiB", LIMIT_MIB, sampleResident(host));
    try {
      // a command of the harness has a limit of minutes
      for (int i = 0; i < CONTAINERS; i += AT_ONCE) {
        host.docker().script(starts(benchConfig.ours())).orThrow();
      }
      settle(host);
      Measurement busy =
          new Measurement("agent_" + CONTAINERS, "MiB", LIMIT_MIB, sampleResident(host));
      return new BenchResult(
          Measurement.table(List.of(idle, busy)), List.of(idle.line(), busy.line()));
    } finally {
      host.docker()
          .script("docker ps -q --filter label=eci-bench | xargs -r docker rm -f")
          .orThrow();
    }
  }

  /** Until the agent has returned unused heap: {@code IdleHeapTrimmer} runs once a minute. */
  private static void settle(Host host) {
    host.docker().script("sleep 75").orThrow();
  }

  private static String starts(String runtime) {
    return "for i in $(seq %d); do docker run -d --label eci-bench --network none --runtime %s %s sleep 3600 >/dev/null || exit; done"
        .formatted(AT_ONCE, runtime, Host.SMALL);
  }

  private static List<Double> sampleResident(Host host) {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      String kib =
          host.docker()
              .script(
                  "sleep 3; awk '/^VmRSS/{print $2}' /proc/%d/status"
                      .formatted(host.docker().agent().pid()))
              .orThrow();
      samples.add(Long.parseLong(kib.strip()) / 1024.0);
    }
    return samples;
  }
}
