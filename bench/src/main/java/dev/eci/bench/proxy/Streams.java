// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.Rounds;
import dev.eci.bench.proxy.Sockets.Way;
import dev.eci.harness.docker.DockerHost;
import java.util.List;

/** A container's output by attach, and a build context: 256 MiB each. */
record Streams(Load load) implements ProxyScenario {
  private static final String BYTES = Long.toString(256L << 20);

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public BenchResult run(int samples) {
    List<Comparison> rows =
        List.of(row("attach", samples, "-image", DockerHost.IMAGE), row("build", samples));
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
  }

  private Comparison row(String mode, int samples, String... options) {
    String[] words = java.util.Arrays.copyOf(options, options.length + 2);
    words[options.length] = "-bytes";
    words[options.length + 1] = BYTES;
    Rounds<Way, JsonNode> rounds =
        Rounds.sample(Way.class, samples, way -> load.run(way, mode, words));
    return new Comparison(
        "proxy_" + mode,
        "direct",
        "MiB/s",
        Goal.atLeast(0.9),
        rounds.pairs(Way.OURS, Way.DIRECT, measured -> measured.get("mibPerSecond").asDouble()));
  }
}
