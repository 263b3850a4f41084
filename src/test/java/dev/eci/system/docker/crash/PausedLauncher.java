// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import dev.eci.harness.Cluster;
import dev.eci.harness.Project;
import dev.eci.harness.docker.DockerHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A launcher that pauses at one of its steps and resumes on request. */
record PausedLauncher(DockerHost host) {
  private static final Path STEPS =
      Project.ROOT.resolve("runtime-node-agent/launcher/src/fault_injection.rs");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Longer than a test leaves it there. */
  private static final String STAND =
      """
      cd /run/eci-faults && touch there
      for i in $(seq 1200); do [ -e go ] && break; sleep 0.05; done
      rm -f there
      """;

  /**
   * The names of steps as the launcher has them.
   *
   * @param kinds the words before the colon, {@code create|delete}
   */
  static List<String> steps(String kinds) {
    try {
      return Pattern.compile("\"((?:" + kinds + "):[a-z-]+)\"")
          .matcher(Files.readString(STEPS))
          .results()
          .map((MatchResult found) -> found.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next launcher that reaches this step pauses there. */
  void pauseAt(String step) {
    host.script("rm -rf /run/eci-faults").orThrow();
    host.write("/run/eci-faults/" + step, STAND);
  }

  void awaitPaused() {
    Cluster.await("a launcher stands at its step", SOON, () -> exists("there"), yes -> yes);
  }

  void resume() {
    resumeAfter(Duration.ZERO);
  }

  void resumeAfter(Duration moment) {
    host.script("sleep %d; touch /run/eci-faults/go".formatted(moment.toSeconds())).orThrow();
  }

  /** It has resumed, and no later launcher pauses. */
  void awaitResumed() {
    Cluster.await("the launcher goes on", SOON, () -> !exists("there"), yes -> yes);
    host.script("rm -rf /run/eci-faults").orThrow();
  }

  private boolean exists(String file) {
    return Files.exists(host.outside("/run/eci-faults/" + file));
  }
}
