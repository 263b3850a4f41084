package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.Answer;
import dev.eci.bench.Turns;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import dev.eci.bench.proxy.Sockets.Way;
import dev.eci.harness.docker.DockerHost;
import java.util.List;

/** A container's output by attach, and a build context: 256 MiB each. */
record Streams(Load load) implements Question {
  private static final String BYTES = Long.toString(256L << 20);

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public Answer ask(int samples) {
    List<Versus> rows =
        List.of(row("attach", samples, "-image", DockerHost.IMAGE), row("build", samples));
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  private Versus row(String mode, int samples, String... options) {
    String[] words = java.util.Arrays.copyOf(options, options.length + 2);
    words[options.length] = "-bytes";
    words[options.length + 1] = BYTES;
    Turns<Way, JsonNode> turns = Turns.take(Way.class, samples, way -> load.run(way, mode, words));
    return new Versus(
        "proxy_" + mode,
        "direct",
        "MiB/s",
        Goal.atLeast(0.9),
        turns.pairs(Way.OURS, Way.DIRECT, seen -> seen.get("mibPerSecond").asDouble()));
  }
}
