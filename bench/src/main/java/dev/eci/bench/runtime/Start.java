package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Pairs;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import java.util.List;

/**
 * {@code docker run --rm} of a small image, from the start of the command to its end: under us with
 * a runtime below, and under that runtime alone.
 *
 * @param runtime runc or crun
 */
record Start(String runtime, Hosts hosts) implements Question {
  @Override
  public String name() {
    return "docker-" + runtime;
  }

  @Override
  public Answer ask(Setting setting) {
    Host host = hosts.with(runtime);
    host.images(Host.SMALL);
    String ours = setting.real() ? setting.ours() : runtime;
    Pairs pairs =
        host.starts(
            setting.samples(),
            Host.run(ours, Host.SMALL, "true"),
            Host.run(runtime, Host.SMALL, "true"));
    Goal goal = runtime.equals("runc") ? Goal.atMost(1.05) : Goal.NONE;
    Versus versus = new Versus("docker_run_" + runtime, runtime, "ms", goal, pairs);
    return new Answer(Versus.table(List.of(versus)), List.of(versus.line()));
  }
}
