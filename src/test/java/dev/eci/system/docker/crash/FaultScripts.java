// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import dev.eci.harness.Project;
import dev.eci.harness.docker.DockerHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Scripts at the fault points of a host: of eci-runtime's debug build, and of its agent. */
record FaultScripts(DockerHost host) {
  static final String DIRECTORY = "/run/eci-faults";
  private static final Path LAUNCHER =
      Project.ROOT.resolve("runtime-node-agent/launcher/src/fault_injection.rs");

  /** Where the steps of each part of the agent are named that a Docker host reaches. */
  private static final Map<String, String> AGENT =
      Map.of(
          "request",
              "runtime-service/src/main/java/dev/eci/runtimeservice/server/CreateExchange.java",
          "ranges",
              "runtime-service/src/main/java/dev/eci/runtimeservice/idrange/AllocationFiles.java",
          "docker-installation",
              "installer/src/main/java/dev/eci/installer/dockerd/DockerInstaller.java",
          "takeover",
              "socket-proxy/src/main/java/dev/eci/socketproxy/takeover/SocketTakeover.java");

  /** Steps of eci-runtime whose names start with one of these words, {@code create|delete}. */
  static List<String> launcherSteps(String kinds) {
    return found(LAUNCHER, "\"((?:" + kinds + "):[a-z-]+)\"").toList();
  }

  /** Steps of these parts of the agent, {@code request|ranges}, as {@code PART:STEP}. */
  static List<String> agentSteps(String parts) {
    return AGENT.entrySet().stream()
        .filter(part -> List.of(parts.split("\\|")).contains(part.getKey()))
        .flatMap(part ->
            found(
                    Project.ROOT.resolve("runtime-node-agent").resolve(part.getValue()),
                    "(?i)reached\\.accept\\(\"([a-z. ]+)\"\\)")
                .map(step -> part.getKey() + ":" + step.replace(' ', '-')))
        .sorted()
        .toList();
  }

  private static Stream<String> found(Path file, String pattern) {
    try {
      return Pattern.compile(pattern)
          .matcher(Files.readString(file))
          .results()
          .map((MatchResult found) -> found.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One kill from now on.
   *
   * @param hit the step's first, second … time
   * @param victim a pid; empty for the process that reaches the step
   */
  void arm(String step, int hit, String victim) {
    disarm();
    String target = victim.isEmpty() ? "$PPID" : victim;
    host.write(
        DIRECTORY + "/" + step,
        """
        cd %s
        n=$(($(cat hits 2>/dev/null || echo 0) + 1))
        echo $n >hits
        if [ $n -lt %d ]; then cp "$0" again && mv again '%s'; else touch killed; kill -9 %s; fi
        """
            .formatted(DIRECTORY, hit, step, target));
  }

  /** Returns whether the kill happened. */
  boolean disarm() {
    boolean killed = Files.exists(host.outside(DIRECTORY + "/killed"));
    host.script("rm -rf " + DIRECTORY).orThrow();
    return killed;
  }
}
