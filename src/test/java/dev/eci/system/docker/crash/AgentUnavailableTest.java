// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Without the agent nothing new starts, and nothing that runs notices. */
@RequiresDockerHost
@Order(900)
class AgentUnavailableTest {
  @Test
  @DisplayName(
      "ISO-1: agent killed: a new container is denied with the reason, running ones continue; agent back: containers start again")
  void deniesNewContainersWhileAgentIsKilled(DockerHost host) {
    try (Containers containers = new Containers(host, "away")) {
      containers.start("before");
      long base = containers.base("before");
      host.agent().kill9();
      assertThat(containers.tryStart("during").text())
          .contains("enhanced container isolation:")
          .contains("node agent");
      assertThat(containers.base("before")).isEqualTo(base);
      host.agent().start();
      containers.start("after");
      assertThat(containers.base("after")).isNotEqualTo(base);
    }
  }

  @Test
  @DisplayName(
      "Engine killed with containers running: afterwards no mount and no directory of ECI is left")
  void leavesNoMountsAfterEngineKill(DockerHost host) {
    try (Containers containers = new Containers(host, "engine")) {
      containers.start("a");
      containers.start("b", "--restart=always");
      host.engine().kill9();
      host.engine().start();
      containers.remove("a");
      containers.remove("b");
      assertThat(
              host.script(
                      "/opt/eci/bin/eci-runtime --eci-sweep; ls /run/eci/containers; grep -c /run/eci/containers/ /proc/self/mountinfo")
                  .text())
          .isEqualTo("0");
    }
  }

  @Test
  @DisplayName(
      "A storm of starts and ends with launchers killed at random: nothing unprotected, nothing left")
  void leavesNothingAfterStormOfLauncherKills(DockerHost host) {
    String storm =
        """
        (for i in $(seq 60); do sleep 0.05; for p in $(pgrep -x --ns $$ --nslist mnt eci-runtime | shuf -n 1); do kill -9 $p; done; done) 2>/dev/null &
        for i in $(seq 24); do docker run --rm --name storm-$i %s -c 'cat /proc/self/uid_map' & done 2>&1 | cat
        wait
        docker ps -aq --filter name=storm- | xargs -r docker rm -f >/dev/null
        """
            .formatted(DockerHost.IMAGE);
    String text = host.script(storm).text();
    assertThat(text).doesNotContain("4294967295");
    assertThat(
            host.script(
                    "for i in $(seq 20); do left=$(/opt/eci/bin/eci-runtime --eci-sweep; ls /run/eci/containers; grep -c /run/eci/containers/ /proc/self/mountinfo); [ \"$left\" = 0 ] && break; sleep 0.5; done; echo \"$left\"")
                .text())
        .isEqualTo("0");
    try (Containers containers = new Containers(host, "calm")) {
      containers.start("a");
      assertThat(containers.uidMap("a")).matches(Containers.PROTECTED);
    }
  }
}
