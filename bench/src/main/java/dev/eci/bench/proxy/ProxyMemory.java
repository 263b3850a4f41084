// SPDX-License-Identifier: Apache-2.0
package dev.eci.bench.proxy;

import dev.eci.bench.BenchResult;
import dev.eci.bench.LoadProgram;
import dev.eci.bench.proxy.Sockets.Way;
import dev.eci.harness.docker.Daemon;
import java.util.Locale;

/**
 * Resident memory of the agent and of HAProxy, after the earlier scenarios and under two kinds of
 * load.
 */
record ProxyMemory(Load load) implements ProxyScenario {
  private static final String CONNECTIONS = "200";
  private static final String CONTEXT = Long.toString(2L << 30);

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public BenchResult run(int samples) {
    String before = row("idle", "VmRSS");
    String held =
        load.sockets()
            .host()
            .script(
                """
                %s idle -socket %s -connections %s -seconds 3 &
                %1$s idle -socket %s -connections %3$s -seconds 3 &
                sleep 2; grep -h VmRSS /proc/%d/status /proc/%d/status; wait
                """
                    .formatted(
                        LoadProgram.FILE,
                        load.sockets().path(Way.OURS),
                        CONNECTIONS,
                        load.sockets().path(Way.HAPROXY),
                        load.sockets().ours().pid(),
                        load.sockets().haproxy().pid()))
            .orThrow();
    String[] lines = held.lines().filter(line -> line.startsWith("VmRSS")).toArray(String[]::new);
    String open = row("with " + CONNECTIONS + " connections", mib(lines[0]), mib(lines[1]));
    load.run(Way.OURS, "build", "-bytes", CONTEXT);
    load.run(Way.HAPROXY, "build", "-bytes", CONTEXT);
    String peak = row("peak, after a build context of 2 GiB", "VmHWM");
    return new BenchResult(
        "| MiB resident | ours | HAProxy |\n|---|---|---|\n" + before + open + peak,
        java.util.List.of());
  }

  private String row(String when, String field) {
    return row(when, now(load.sockets().ours(), field), now(load.sockets().haproxy(), field));
  }

  private static String row(String when, double ours, double haproxy) {
    return String.format(Locale.ROOT, "| %s | %.0f | %.0f |\n", when, ours, haproxy);
  }

  private double now(Daemon daemon, String field) {
    return mib(
        load.sockets().host().exec("grep", field, "/proc/" + daemon.pid() + "/status").orThrow());
  }

  private static double mib(String line) {
    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
  }
}
