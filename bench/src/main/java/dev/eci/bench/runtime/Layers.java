package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Pairs;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import java.util.List;

/**
 * Whether a start costs more with the image's size: 1 GB in 60 layers against one small layer. The
 * engine's own runtime is shown too: what mounting 60 layers costs by itself.
 */
record Layers(Hosts hosts) implements Question {
  @Override
  public String name() {
    return "layers";
  }

  @Override
  public Answer ask(Setting setting) {
    Host host = hosts.with("runc");
    host.images(Host.SMALL, Host.LAYERS);
    Versus ours =
        new Versus(
            "layers_60_eci", "small", "ms", Goal.atMost(1.1), race(host, setting, setting.ours()));
    Versus peers =
        new Versus("layers_60_runc", "small", "ms", Goal.NONE, race(host, setting, "runc"));
    return new Answer(Versus.table(List.of(ours, peers)), List.of(ours.line(), peers.line()));
  }

  private static Pairs race(Host host, Setting setting, String runtime) {
    return host.starts(
        setting.samples(),
        Host.run(runtime, Host.LAYERS, "true"),
        Host.run(runtime, Host.SMALL, "true"));
  }
}
