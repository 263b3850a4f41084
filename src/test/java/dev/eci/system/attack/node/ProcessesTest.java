package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.NodeFiles;
import dev.eci.system.attack.Pair;
import dev.eci.system.attack.Programs;
import dev.eci.system.attack.Refused;
import dev.eci.system.docker.OnDocker;
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
@OnDocker
@Order(123)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessesTest {
  private DockerHost host;
  private Pair privileged;
  private NodeFiles files;
  private Canary canary;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    files = NodeFiles.make(host, "processes");
    canary = Canary.start(host, files.path("secret"));
    privileged = Pair.start(host, "attack-processes", "--privileged");
  }

  @AfterAll
  void end() {
    privileged.close();
    canary.close();
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
  void leakedPidNamespace(String verb) {
    String attack = "/srv/attack/process " + verb.formatted(canary.pid(), files.path("secret"));
    Refused.worked(attack, privileged.enteringWithout("niu", attack));
    Refused.byTheKernel(attack, privileged.enteringWith("niu", attack));
    assertThat(canary.alive()).isTrue();
    assertThat(files.untouched()).isTrue();
  }

  @Test
  @DisplayName(
      "RES-1: --pid=host is refused, and in its own pid namespace the node's pids mean nothing")
  void noPidsOfTheNode() {
    String attack = "/srv/attack/process signal " + canary.pid();
    try (Containers containers = new Containers(host, "attack-pids")) {
      List<String> options = List.of("--pid=host", Programs.MOUNT);
      Refused.worked(
          attack, containers.sh(List.of(options.get(0), options.get(1), "--runtime=runc"), attack));
      assertThat(containers.sh(options, attack).text()).contains("enhanced container isolation");
    }
    assertThat(privileged.with(attack).out().strip()).isEqualTo("ESRCH");
  }
}
