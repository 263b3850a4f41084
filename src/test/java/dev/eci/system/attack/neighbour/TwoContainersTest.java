// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.Programs;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ISO-1, ISO-2: a privileged container against its neighbour. Pids are made visible: the attacker's
 * process is the container's root with all its capabilities, but in the node's pid and mount
 * namespace.
 */
@RequiresDockerHost
@Order(126)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoContainersTest {
  private DockerHost host;
  private Containers containers;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    Programs.compile(host);
    containers = new Containers(host, "attack-neighbours");
    for (String name : new String[] {"attacker", "victim"}) {
      containers.start(name + "-without", "--privileged", "--runtime=runc", Programs.MOUNT);
      containers.start(name + "-with", "--privileged", Programs.MOUNT);
    }
    for (String victim : new String[] {"victim-without", "victim-with"}) {
      containers.exec(victim, "echo mine > /root/secret && chmod 600 /root/secret").orThrow();
    }
  }

  @AfterAll
  void end() {
    containers.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signal %d 18",
        "ptrace %d",
        "memory %d",
        "mem %d",
        "environ %d",
        "cwd %d",
        "root %d /root/secret",
        "root %d /etc/hostname",
        "fd %d 0",
        "join %d ns/mnt",
        "join %d ns/net",
        "join %d ns/pid",
        "join %d ns/ipc"
      })
  @DisplayName("ISO-1: containers cannot signal, trace, enter or read each other")
  void deniesAccessToNeighbourProcesses(String verb) {
    String attack = "/srv/attack/process " + verb;
    AttackOutcome.assertSucceeded(
        attack, as("attacker-without", "", attack.formatted(containers.pid("victim-without"))));
    AttackOutcome.assertDeniedByKernel(
        attack,
        as("attacker-with", "-U -S 0 -G 0", attack.formatted(containers.pid("victim-with"))));
    assertThat(containers.exec("victim-with", "cat /root/secret").orThrow()).isEqualTo("mine");
  }

  private Result as(String container, String user, String attack) {
    return host.script(
        "exec nsenter -t %d -n -i -u %s -- %s".formatted(containers.pid(container), user, attack));
  }
}
