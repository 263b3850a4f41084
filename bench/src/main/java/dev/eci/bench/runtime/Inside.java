package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Pairs;
import dev.eci.bench.Pairs.Pair;
import dev.eci.bench.Versus;
import dev.eci.bench.Versus.Goal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The speed of work inside a container, timed inside: by the clock, and by the processor's time,
 * which other load on the machine does not stretch. Every sample has a container of its own, so
 * that no side keeps a lucky place on the disk.
 */
record Inside(Hosts hosts) implements Question {
  /** Each command prints two numbers of nanoseconds: the clock's and the processor's. */
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
  public Answer ask(Setting setting) {
    Host host = hosts.with("runc");
    host.images(Host.COMPILER);
    Map<String, List<Pair>> speeds = new LinkedHashMap<>();
    for (String name : WORK.keySet()) {
      speeds.put(name + "_clock", new ArrayList<>());
      speeds.put(name + "_processor", new ArrayList<>());
    }
    sample(host, "runc");
    sample(host, setting.ours());
    for (int i = 0; i < setting.samples(); i++) {
      boolean oursFirst = i % 2 == 0;
      List<Double> first = sample(host, oursFirst ? setting.ours() : "runc");
      List<Double> second = sample(host, oursFirst ? "runc" : setting.ours());
      int at = 0;
      for (List<Pair> pairs : speeds.values()) {
        pairs.add(
            oursFirst
                ? new Pair(first.get(at), second.get(at))
                : new Pair(second.get(at), first.get(at)));
        at++;
      }
    }
    List<Versus> rows =
        speeds.entrySet().stream()
            .map(entry ->
                new Versus(
                    "inside_" + entry.getKey(),
                    "runc",
                    "rounds/min",
                    Goal.atLeast(0.98),
                    new Pairs(entry.getValue())))
            .toList();
    return new Answer(Versus.table(rows), rows.stream().map(Versus::line).toList());
  }

  /** Rounds a minute for each kind of work and time, in one new container. */
  private static List<Double> sample(Host host, String runtime) {
    String script = "cd /tmp; " + String.join("; ", WORK.values());
    String[] words = Host.run(runtime, Host.COMPILER, "sh", "-ec", script).toArray(String[]::new);
    return host.docker()
        .on(words)
        .orThrow()
        .lines()
        .flatMap(line -> Stream.of(line.split(" ")))
        .map(nanos -> 60_000 / Host.millis(nanos))
        .toList();
  }
}
