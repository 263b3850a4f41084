// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import dev.eci.harness.Cluster;
import dev.eci.harness.docker.DockerHost;
import java.nio.file.Files;
import java.time.Duration;

/** A launcher that pauses at one of its steps and resumes on request. */
record PausedLauncher(DockerHost host) {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Longer than a test leaves it there. */
  private static final String STAND =
      """
      cd /run/eci-faults && touch there
      for i in $(seq 1200); do [ -e go ] && break; sleep 0.05; done
      rm -f there
      """;

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
