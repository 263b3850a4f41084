// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.CanaryFiles;
import dev.eci.system.attack.Programs;
import dev.eci.system.attack.ProtectedAndUnprotected;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ISO-4: processes of the node. A protected container has no pid of theirs (RES-1); so that the
 * kernel's own answer is seen, a process of the container's root is let into the node's pid
 * namespace.
 */
@RequiresDockerHost
@Order(123)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessesTest {
  private DockerHost host;
  private ProtectedAndUnprotected privileged;
  private CanaryFiles files;
  private CanaryProcess canaryProcess;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    files = CanaryFiles.create(host, "processes");
    canaryProcess = CanaryProcess.start(host, files.path("secret"));
    privileged = ProtectedAndUnprotected.start(host, "attack-processes", "--privileged");
  }

  @AfterAll
  void end() {
    privileged.close();
    canaryProcess.close();
    files.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signal %1$d 0",
        "signal %1$d 18",
        "ptrace %1$d",
        "memory %1$d",
        "mem %1$d",
        "environ %1$d",
        "cwd %1$d",
        "root %1$d %2$s",
        "fd %1$d 9",
        "join %1$d ns/mnt",
        "join %1$d ns/net",
        "join %1$d ns/uts"
      })
  @DisplayName("ISO-4: with a pid of the node's there is still nothing to be had")
  void deniesNodeProcessesInNodePidNamespace(String verb) {
    String attack =
        "/srv/attack/process " + verb.formatted(canaryProcess.pid(), files.path("secret"));
    AttackOutcome.assertSucceeded(attack, privileged.enterUnprotected("niu", attack));
    AttackOutcome.assertDeniedByKernel(attack, privileged.enterProtected("niu", attack));
    assertThat(canaryProcess.isAlive()).isTrue();
    assertThat(files.isUntouched()).isTrue();
  }

  @Test
  @DisplayName(
      "RES-1: --pid=host is denied, and in its own pid namespace the node's pids mean nothing")
  void deniesHostPidNamespace() {
    String attack = "/srv/attack/process signal " + canaryProcess.pid();
    try (Containers containers = new Containers(host, "attack-pids")) {
      List<String> options = List.of("--pid=host", Programs.MOUNT);
      AttackOutcome.assertSucceeded(
          attack, containers.sh(List.of(options.get(0), options.get(1), "--runtime=runc"), attack));
      assertThat(containers.sh(options, attack).text()).contains("enhanced container isolation");
    }
    assertThat(privileged.runProtected(attack).out().strip()).isEqualTo("ESRCH");
  }
}
