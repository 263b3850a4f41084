// SPDX-License-Identifier: Apache-2.0
package dev.eci.harness.docker;

import dev.eci.harness.Command;
import dev.eci.harness.Command.Result;
import dev.eci.harness.Project;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mount, network and UTS namespaces with a /run, /etc, /opt, /srv and /var/lib/docker of their own
 * (src/test/lab/host/begin). Commands run in there see a host on which nothing else runs; all they
 * start ends with {@link #close}.
 */
final class PrivateHost implements AutoCloseable {
  private static final Path SCRIPTS = Project.ROOT.resolve("src/test/lab/host");

  private final String name;
  private final Process holder;
  private final Map<String, String> environment;
  private final Path logs;

  private PrivateHost(String name, Process holder, Map<String, String> environment, Path logs) {
    this.name = name;
    this.holder = holder;
    this.environment = environment;
    this.logs = logs;
  }

  /** Removes what killed test runs left, then creates the host. */
  static PrivateHost start(String name, Map<String, String> lab, boolean cgroup2) {
    try {
      Command.of(lab, SCRIPTS.resolve("end").toString(), "--left").run().orThrow();
      Path logs =
          Files.createDirectories(Project.ROOT.resolve("src/test/target/docker-hosts/" + name));
      Map<String, String> environment = new HashMap<>(lab);
      environment.put("DOCKER_CONFIG", "/run/docker-cli");
      List<String> words =
          new ArrayList<>(
              List.of(
                  SCRIPTS.resolve("begin").toString(),
                  name,
                  Long.toString(ProcessHandle.current().pid())));
      if (!cgroup2) {
        words.add("no-cgroup2");
      }
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectError(logs.resolve("begin.log").toFile());
      builder.environment().putAll(environment);
      Process holder = builder.start();
      PrivateHost host = new PrivateHost(name, holder, environment, logs);
      host.awaitReady();
      return host;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() throws IOException {
    BufferedReader reader = holder.inputReader(StandardCharsets.UTF_8);
    if (!"ready".equals(reader.readLine())) {
      String log = Files.readString(logs.resolve("begin.log"));
      close();
      throw new IllegalStateException("no private host: " + log);
    }
  }

  /** A command inside; it has the lab's programs first in its PATH. */
  Command command(String... words) {
    return Command.of(environment(), inside(words).toArray(String[]::new));
  }

  Result run(String... words) {
    return command(words).run();
  }

  /**
   * Starts a program that keeps running, in the host's cgroup, its output appended to a file. The
   * process returned is the program itself, not a wrapper: its pid can be killed.
   */
  Process spawn(String log, Map<String, String> more, String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "for d in /sys/fs/cgroup/pids /sys/fs/cgroup; do [ ! -d $d/eci-host-$0 ] ||"
                    + " { echo $$ > $d/eci-host-$0/cgroup.procs; break; }; done; exec \"$@\"",
                name));
    all.addAll(inside(words));
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logs.resolve(log).toFile()));
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Commands use the engine's own socket: most tests are about what the runtime does, which does
   * not depend on the caller.
   */
  private Map<String, String> environment() {
    Map<String, String> now = new HashMap<>(environment);
    boolean isProxied =
        Files.exists(Path.of("/proc/" + holder.pid() + "/root" + DockerHost.ENGINE_SOCKET));
    now.put("DOCKER_HOST", "unix://" + (isProxied ? DockerHost.ENGINE_SOCKET : DockerHost.SOCKET));
    return now;
  }

  private List<String> inside(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of("nsenter", "-t", Long.toString(holder.pid()), "-m", "-n", "-u", "--"));
    all.addAll(List.of(words));
    return all;
  }

  Path outside(String path) {
    return Path.of("/proc/" + holder.pid() + "/root" + path);
  }

  String name() {
    return name;
  }

  /** The end of a log, for the message of a failure. */
  String log(String log) {
    try {
      List<String> lines =
          Files.exists(logs.resolve(log)) ? Files.readAllLines(logs.resolve(log)) : List.of();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Command.of(environment, SCRIPTS.resolve("end").toString(), name).run().orThrow();
  }
}
