package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Figure;
import java.util.ArrayList;
import java.util.List;

/**
 * The agent's resident memory (VmRSS) on a Docker host: with nothing to do, and with 200 containers
 * that it started.
 */
record Memory(Hosts hosts) implements Question {
  private static final int CONTAINERS = 200;
  private static final int LOOKS = 5;
  private static final double LIMIT_MIB = 80;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Answer ask(Setting setting) {
    if (!setting.real()) {
      return new Answer("", List.of());
    }
    Host host = hosts.with("runc");
    host.images(Host.SMALL);
    // as after a start of the machine: what earlier questions left in its heap is not idle
    host.docker().agent().stop();
    host.docker().agent().start();
    Figure idle = new Figure("agent_idle", "MiB", LIMIT_MIB, looks(host));
    try {
      host.docker().script(starts(setting.ours())).orThrow();
      Figure busy = new Figure("agent_" + CONTAINERS, "MiB", LIMIT_MIB, looks(host));
      return new Answer(Figure.table(List.of(idle, busy)), List.of(idle.line(), busy.line()));
    } finally {
      host.docker()
          .script("docker ps -q --filter label=eci-bench | xargs -r docker rm -f")
          .orThrow();
    }
  }

  private static String starts(String runtime) {
    return "for i in $(seq %d); do docker run -d --label eci-bench --network none --runtime %s %s sleep 3600 >/dev/null || exit; done"
        .formatted(CONTAINERS, runtime, Host.SMALL);
  }

  private static List<Double> looks(Host host) {
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < LOOKS; i++) {
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
