// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Engine or agent killed while eci-runtime pauses at one of its steps, of create or of delete. The
 * kill of eci-runtime itself, at each of them, is a test of the launcher
 * (launcher/tests/integration/crash_recovery.rs). {@code -Deci.faults=all} takes every step and
 * every order of events (make test-soak), an ordinary run one step of each kind.
 */
@Tag("soak")
@Tag("docker")
@Order(890)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {
  private static final String FAULTS = "eci.faults";
  private static final String EVERY = "all";
  private static final boolean ALL = EVERY.equals(System.getProperty(FAULTS));
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: default}
      spec: {}
      """;

  /**
   * ECI's mounts are those of the containers' directories, and overlays on layers without a path.
   */
  private static final String LEFT =
      """
      %s --eci-sweep
      ls /run/eci/containers
      grep /run/eci/containers/ /proc/self/mountinfo
      grep ' - overlay ' /proc/self/mountinfo | grep -v 'lowerdir=/'
      """
          .formatted(DockerHost.LAUNCHER);

  /** uid_maps of all processes in containers of this host. */
  private static final String UNPROTECTED =
      """
      for p in $(cat /sys/fs/cgroup/{pids/,}eci-host-faults-*/docker/*/cgroup.procs 2>/dev/null); do
        grep -H ' 0 *4294967295' /proc/$p/uid_map 2>/dev/null
      done
      """;

  private static final String AGENT_UNAVAILABLE =
      "enhanced container isolation: no container is created on this node because the ECI node agent does not respond";

  /** Three schedules that kill eci-runtime and the agent. */
  private static final long FIXED_SEED = 1;

  private static DockerHost host;
  private static PausedLauncher launcher;

  /** How long the launcher pauses while the killed process restarts and reads what exists. */
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  /** When the launcher resumes that was paused during the kill. */
  enum GoesOn {
    WHILE_IT_IS_AWAY,
    WHILE_IT_COMES_BACK
  }

  @BeforeAll
  static void start() {
    Lab.up();
    host = DockerHost.start("faults", Variant.WITH_STEPS);
    host.protect(POLICY);
    launcher = new PausedLauncher(host);
  }

  @AfterAll
  static void end() {
    if (host != null) {
      host.close();
    }
  }

  static Stream<Arguments> creating() {
    return points(
        "create",
        Arguments.of("create:mounted", GoesOn.WHILE_IT_IS_AWAY),
        Arguments.of("create:engine-unmounted", GoesOn.WHILE_IT_COMES_BACK));
  }

  static Stream<Arguments> deleting() {
    return points(
        "delete|rollback", Arguments.of("rollback:path-unmounted", GoesOn.WHILE_IT_IS_AWAY));
  }

  static Stream<Arguments> agentRequestSteps() {
    return points("create", Arguments.of("create:request-sent", GoesOn.WHILE_IT_IS_AWAY));
  }

  private static Stream<Arguments> points(String kinds, Arguments... always) {
    return ALL
        ? FaultScripts.launcherSteps(kinds).stream()
            .flatMap(step -> Stream.of(GoesOn.values()).map(when -> Arguments.of(step, when)))
        : Stream.of(always);
  }

  @ParameterizedTest
  @MethodSource("creating")
  @DisplayName("Engine killed while a container is created: nothing is left, nothing unprotected")
  void leavesNothingWhenEngineIsKilledOnCreate(String step, GoesOn when) {
    try (Containers containers = new Containers(host, "fault")) {
      during(
          step,
          () -> containers.tryStart("a"),
          when,
          FaultsTest::killEngine,
          FaultsTest::startEngine);
      assertClean(containers);
    }
  }

  @ParameterizedTest
  @MethodSource("deleting")
  @DisplayName("Engine killed while a container is deleted: nothing is left, nothing unprotected")
  void leavesNothingWhenEngineIsKilledOnDelete(String step, GoesOn when) {
    try (Containers containers = new Containers(host, "fault")) {
      containers.start("a");
      during(step, () -> remove(containers), when, FaultsTest::killEngine, FaultsTest::startEngine);
      assertClean(containers);
    }
  }

  @ParameterizedTest
  @MethodSource("agentRequestSteps")
  @DisplayName(
      "Agent killed while a container is created: its successor responds, or is not needed, or does not come in time")
  void recoversWhenAgentIsKilledOnCreate(String step, GoesOn when) {
    try (Containers containers = new Containers(host, "fault")) {
      Result started =
          during(
              step, () -> containers.tryStart("a"), when, host.agent()::kill9, host.agent()::start);
      if (started.isSuccess()) {
        assertThat(containers.uidMap("a")).matches(Containers.PROTECTED);
      } else {
        assertThat(started.text()).as("a launcher waits ten seconds").contains(AGENT_UNAVAILABLE);
      }
      assertClean(containers);
    }
  }

  /** The steps at which the launcher does not need the agent: only with every step. */
  @ParameterizedTest
  @MethodSource("deleting")
  @EnabledIfSystemProperty(named = FAULTS, matches = EVERY)
  @DisplayName("Agent killed while a container is deleted: nothing is left")
  void leavesNothingWhenAgentIsKilledOnDelete(String step, GoesOn when) {
    try (Containers containers = new Containers(host, "fault")) {
      containers.start("a");
      during(step, () -> remove(containers), when, host.agent()::kill9, host.agent()::start)
          .orThrow();
      assertClean(containers);
    }
  }

  /**
   * Random operations of a user, with a kill at a random fault point during each. A failure names
   * its seed, which {@code -Deci.faults.seed} runs again.
   */
  @Test
  @Order(Integer.MAX_VALUE - 1)
  @DisplayName("Kills at random fault points: nothing unprotected, nothing lost, nothing left")
  void keepsPromisesWhateverIsKilled() {
    long first = Long.getLong("eci.faults.seed", ALL ? System.nanoTime() : FIXED_SEED);
    int schedules = Integer.getInteger("eci.faults.schedules", ALL ? 1000 : 3);
    FaultTally tally = new FaultTally();
    for (long seed = first; seed < first + schedules; seed++) {
      try {
        FaultSchedule.run(host, seed, tally);
        assertThat(host.script(UNPROTECTED).text()).isEmpty();
        Cluster.await(
            "nothing is left",
            Duration.ofSeconds(20),
            () -> host.script(LEFT).text(),
            String::isEmpty);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("schedule %d, after %s".formatted(seed, tally), e);
      }
    }
    System.out.println(tally);
    assertThat(tally.kills()).as("schedules without a kill show nothing").isPositive();
  }

  /**
   * An allocation is kept for two minutes after its container was last seen, and checked twice a
   * minute.
   */
  @Test
  @Order(Integer.MAX_VALUE)
  @EnabledIfSystemProperty(named = FAULTS, matches = EVERY)
  @DisplayName("Ranges of containers that were never created are released")
  void releasesRangesOfFailedContainers() {
    assertThat(host.script("ls /run/eci/ranges").orThrow()).containsPattern("\\d{5,10}");
    Cluster.await(
        "no range is allocated",
        Duration.ofMinutes(4),
        () -> host.script("ls /run/eci/ranges | grep -E '^[0-9]+$'").text(),
        String::isEmpty);
  }

  /** The result of the command whose launcher paused at the step. */
  private static Result during(
      String step, Supplier<Result> command, GoesOn when, Runnable kill, Runnable restart) {
    launcher.pauseAt(step);
    CompletableFuture<Result> result = CompletableFuture.supplyAsync(command);
    launcher.awaitPaused();
    kill.run();
    switch (when) {
      case WHILE_IT_IS_AWAY -> {
        launcher.resume();
        launcher.awaitResumed();
        restart.run();
      }
      case WHILE_IT_COMES_BACK -> {
        CompletableFuture<Void> back = CompletableFuture.runAsync(restart);
        launcher.resumeAfter(A_MOMENT);
        launcher.awaitResumed();
        back.join();
      }
    }
    return result.join();
  }

  /** As a service manager does, repeatedly if needed: the engine gives up on a busy shim. */
  private static void startEngine() {
    try {
      host.engine().start();
    } catch (IllegalStateException e) {
      if (host.engine().isAlive()) {
        throw e;
      }
      host.engine().start();
    }
  }

  /**
   * As on a machine that is out of memory: dockerd and the containerd it started. The process that
   * inherits containerd here reaps it late, and the next dockerd would wait for the end of its pid.
   */
  private static void killEngine() {
    host.script(
            "f=/run/docker/containerd/containerd.pid; kill -9 $(cat $f) %d && rm $f"
                .formatted(host.engine().pid()))
        .orThrow();
    Cluster.await(
        "the engine is dead",
        Duration.ofSeconds(10),
        () -> host.engine().isAlive(),
        alive -> !alive);
  }

  private static Result remove(Containers containers) {
    return host.docker("rm", "-fv", containers.name("a"));
  }

  /** Whatever became of it: it runs protected or not at all, can be removed, and is in no way. */
  private static void assertClean(Containers containers) {
    assertThat(host.script(UNPROTECTED).text()).isEmpty();
    String id = containers.start("b");
    String map = containers.uidMap("b");
    assertThat(map).matches(Containers.PROTECTED);
    Result running = host.docker("inspect", "--format", "{{.State.Running}}", containers.name("a"));
    if (running.out().strip().equals("true")) {
      assertThat(containers.uidMap("a")).matches(Containers.PROTECTED).isNotEqualTo(map);
    }
    assertThat(host.script(LEFT).text())
        .as("what a scan with living containers lists")
        .isNotEmpty();
    assertThat(List.of(remove(containers).text(), host.docker("rm", "-fv", id).text()))
        .allMatch(said -> said.startsWith("fault-") || said.contains("No such container"));
    Cluster.await(
        "nothing is left", Duration.ofSeconds(10), () -> host.script(LEFT).text(), String::isEmpty);
  }
}
