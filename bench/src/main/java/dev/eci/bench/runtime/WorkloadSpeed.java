// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.runtime;

import dev.eci.bench.BenchResult;
import dev.eci.bench.Comparison;
import dev.eci.bench.Comparison.Goal;
import dev.eci.bench.PairedSamples;
import dev.eci.bench.PairedSamples.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The speed of work inside a container, timed inside: by wall-clock time, and by processor time,
 * which other load on the machine does not stretch. Every sample has a new container, so that no
 * side keeps a favourable place on the disk.
 */
record WorkloadSpeed(Hosts hosts) implements RuntimeScenario {
  /** Each command prints two numbers of nanoseconds: wall-clock time and processor time. */
  private static final Map<String, String> WORK = work();

  private static Map<String, String> work() {
    Map<String, String> work = new LinkedHashMap<>();
    work.put("files", "work files 5000");
    work.put("data", "work data 128");
    work.put("syscalls", "work syscalls 60000");
    work.put(
        "compile",
        "work run sh -c 'for u in 1 2; do gcc -O2 -DUNIT=$u -c -o $u.o /src/unit.c || exit; done'");
    return work;
  }

  @Override
  public String name() {
    return "inside";
  }

  @Override
  public BenchResult run(BenchConfig benchConfig) {
    Host host = hosts.forRuntime("runc");
    host.images(Host.COMPILER);
    Map<String, List<Pair>> speeds = new LinkedHashMap<>();
    for (String name : WORK.keySet()) {
      speeds.put(name + "_clock", new ArrayList<>());
      speeds.put(name + "_processor", new ArrayList<>());
    }
    sample(host, "runc");
    sample(host, benchConfig.ours());
    for (int i = 0; i < benchConfig.samples(); i++) {
      boolean oursFirst = i % 2 == 0;
      List<Double> first = sample(host, oursFirst ? benchConfig.ours() : "runc");
      List<Double> second = sample(host, oursFirst ? "runc" : benchConfig.ours());
      int at = 0;
      for (List<Pair> pairs : speeds.values()) {
        pairs.add(
            oursFirst
                ? new Pair(first.get(at), second.get(at))
                : new Pair(second.get(at), first.get(at)));
        at++;
      }
    }
    List<Comparison> rows =
        speeds.entrySet().stream()
            .map(entry ->
                new Comparison(
                    "inside_" + entry.getKey(),
                    "runc",
                    "rounds/min",
                    Goal.atLeast(0.98),
                    new PairedSamples(entry.getValue())))
            .toList();
    return new BenchResult(Comparison.table(rows), rows.stream().map(Comparison::line).toList());
  }

  /** Rounds a minute for each kind of work and time, in one new container. */
  private static List<Double> sample(Host host, String runtime) {
    String script = "cd /tmp; " + String.join("; ", WORK.values());
    String[] words = Host.run(runtime, Host.COMPILER, "sh", "-ec", script).toArray(String[]::new);
    return host.docker()
        .exec(words)
        .orThrow()
        .lines()
        .flatMap(line -> Stream.of(line.split(" ")))
        .map(nanos -> 60_000 / Host.millis(nanos))
        .toList();
  }
}
