// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Operations of one user on two containers, with at most one kill during each: of the process that
 * reaches a fault point, or of the agent when eci-runtime does. After each operation the agent runs
 * again, and every promise of the model is checked.
 */
final class FaultSchedule {
  private static final int OPERATIONS = 4;

  /** The steps that an operation can reach. */
  private enum Operation {
    CREATE("create|rollback", "request|ranges"),
    WRITE("", "takeover"),
    RESTART("create|delete|rollback", "request|ranges"),
    RESTART_AGENT("", "takeover|docker-installation|ranges"),
    REMOVE("delete|rollback", "takeover");

    final List<String> launcherSteps;
    final List<String> agentSteps;

    Operation(String kinds, String parts) {
      launcherSteps = FaultScripts.launcherSteps(kinds);
      agentSteps = FaultScripts.agentSteps(parts);
    }
  }

  /** Values in the volume, the bind mount and the root file system, between slashes. */
  private static final String READ =
      "echo \"$(cat /data/f 2>/dev/null)/$(cat /bind/f 2>/dev/null)/$(cat /f 2>/dev/null)\"";

  private final DockerHost host;
  private final Random random;
  private final FaultScripts faults;
  private final Map<String, PromisedContainer> model = new TreeMap<>();
  private final String prefix;

  private FaultSchedule(DockerHost host, long seed) {
    this.host = host;
    this.random = new Random(seed);
    this.faults = new FaultScripts(host);
    this.prefix = "schedule-" + Long.toUnsignedString(seed, 36) + "-";
    model.put("a", new PromisedContainer());
    model.put("b", new PromisedContainer());
  }

  /** Runs the schedule of this seed, and removes its containers. */
  static void run(DockerHost host, long seed, FaultTally tally) {
    FaultSchedule schedule = new FaultSchedule(host, seed);
    tally.addSchedule();
    try {
      for (int i = 0; i < OPERATIONS; i++) {
        schedule.operate(i, tally);
      }
    } finally {
      schedule.recover();
      schedule.removeAll();
    }
  }

  private void operate(int number, FaultTally tally) {
    String name = random.nextBoolean() ? "a" : "b";
    PromisedContainer container = model.get(name);
    Operation operation =
        container.exists()
            ? Operation.values()[1 + random.nextInt(Operation.values().length - 1)]
            : Operation.CREATE;
    String step = arm(operation);
    switch (operation) {
      case CREATE -> create(name, container);
      case WRITE -> write(name, container, number);
      case RESTART -> dockerOfUser("restart", "-t", "0", prefix + name);
      case RESTART_AGENT -> restartAgent();
      case REMOVE -> remove(name, container);
    }
    tally.addOperation(step, faults.disarm());
    recover();
    model.forEach(this::check);
  }

  /** Mostly the first time that a step is reached: few are reached more often. */
  private String arm(Operation operation) {
    boolean inAgent = operation.launcherSteps.isEmpty() || random.nextInt(4) == 0;
    List<String> steps = inAgent ? operation.agentSteps : operation.launcherSteps;
    String step = steps.get(random.nextInt(steps.size()));
    int hit = random.nextInt(5) == 0 ? 2 : 1;
    boolean killsAgent = !inAgent && random.nextInt(4) == 0;
    faults.arm(step, hit, killsAgent ? Long.toString(host.agent().pid()) : "");
    return step;
  }

  private void create(String name, PromisedContainer container) {
    List<String> words =
        new ArrayList<>(List.of("run", "-d", "--stop-timeout=0", "--name", prefix + name));
    words.addAll(List.of("-v", prefix + name + ":/data", "-v", "/srv/" + prefix + name + ":/bind"));
    words.addAll(List.of("--entrypoint", "sleep", DockerHost.IMAGE, "3600"));
    if (dockerOfUser(words.toArray(String[]::new)).isSuccess()) {
      container.created();
    } else {
      recover();
      // a container that could not start was not promised; its name must be free again
      docker("rm", "-f", prefix + name);
    }
  }

  private void write(String name, PromisedContainer container, int number) {
    Result written =
        dockerOfUser(
            "exec",
            prefix + name,
            "sh",
            "-c",
            "for f in /data/f /bind/f /f; do echo %d >$f || exit 1; done".formatted(number));
    container.written(Integer.toString(number), written.isSuccess());
  }

  private void restartAgent() {
    if (host.agent().isAlive()) {
      host.agent().kill9();
    }
    host.agent().launch();
    Cluster.await(
        "the agent serves or was killed",
        Duration.ofSeconds(60),
        () -> !host.agent().isAlive() || host.isProxied(),
        done -> done);
  }

  /** A removal that failed may still go on in the engine; its user repeats it. */
  private void remove(String name, PromisedContainer container) {
    if (!dockerOfUser("rm", "-f", prefix + name).isSuccess()) {
      recover();
      Cluster.await(
          prefix + name + " is removed",
          Duration.ofMinutes(1),
          () -> {
            docker("rm", "-f", prefix + name);
            return docker("ps", "-aq", "--filter", "name=^" + prefix + name + "$").text();
          },
          String::isEmpty);
    }
    container.removed();
  }

  /** As a service manager does. */
  private void recover() {
    faults.disarm();
    if (!host.agent().isAlive()) {
      host.agent().start();
    }
  }

  private void check(String name, PromisedContainer container) {
    if (!container.exists()) {
      return;
    }
    String whole = prefix + name;
    Cluster.await(
        whole + " starts without an error",
        Duration.ofMinutes(1),
        () -> start(whole),
        String::isEmpty);
    String[] lines =
        docker("exec", whole, "sh", "-c", "cat /proc/self/uid_map; " + READ)
            .orThrow()
            .strip()
            .split("\n");
    assertThat(lines[0].strip().replaceAll("\\s+", " ")).matches(Containers.PROTECTED);
    String[] values = lines[1].split("/", -1);
    assertThat(values[0]).as("volume of " + name).isIn(container.data());
    assertThat(values[1]).as("bind mount of " + name).isIn(container.data());
    assertThat(values[2]).as("root file system of " + name).isIn(container.own());
  }

  /** What went wrong; empty if it runs. */
  private String start(String whole) {
    Result started = docker("start", whole);
    return started.isSuccess() ? "" : started.text();
  }

  private void removeAll() {
    for (String name : model.keySet()) {
      docker("rm", "-f", prefix + name);
      docker("volume", "rm", "-f", prefix + name);
    }
    assertThat(docker("ps", "-aq", "--filter", "name=" + prefix).text()).isEmpty();
  }

  private Result docker(String... words) {
    return host.docker(words);
  }

  /** By the engine's own socket, or by the one that the agent serves. */
  private Result dockerOfUser(String... words) {
    return random.nextBoolean() ? host.docker(words) : host.dockerProxied(words);
  }
}
