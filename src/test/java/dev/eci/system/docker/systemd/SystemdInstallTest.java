// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("docker")
class SystemdInstallTest {
  private static final String MAP =
      "docker run --rm %s -c 'cat /proc/self/uid_map'".formatted(DockerHost.IMAGE);
  private static final String BUILD =
      "mkdir -p /root/b && printf 'FROM %s\\nRUN cat /proc/self/uid_map > /map\\n' > /root/b/Dockerfile && docker build -q -t built /root/b"
          .formatted(DockerHost.IMAGE);

  @Test
  @DisplayName(
      "Unpacked, installed, restarted, upgraded and removed as the guide says: Docker is as before")
  void followsInstallationGuide() {
    try (Machine machine = Machine.boot()) {
      machine.loadImage();
      String before = machine.sh(files()).orThrow();
      assertThat(machine.sh(MAP).orThrow()).contains("4294967295");
      machine
          .sh("docker run -d --name older --entrypoint sleep " + DockerHost.IMAGE + " 3600")
          .orThrow();

      machine.unpackProduct();
      assertThat(machine.sh("/root/eci-agent/install").text())
          .contains("write /etc/eci/policy.yaml");
      assertThat(machine.sh("systemctl is-active eci-agent").isSuccess()).isFalse();
      machine
          .sh("cp /root/eci-agent/agent/share/policy.yaml /etc/eci/ && /root/eci-agent/install")
          .orThrow();
      Machine.await(
          "eci is the default",
          () -> machine.sh("[ $(docker info -f '{{.DefaultRuntime}}') = eci ]"));
      assertThat(flat(machine.sh(MAP).orThrow())).matches(Containers.PROTECTED);
      assertThat(machine.sh("eci-agent status").out())
          .contains("older")
          .contains("systemctl restart docker.service");

      machine.sh("systemctl restart docker").orThrow();
      machine.sh(BUILD).orThrow();
      assertThat(flat(machine.sh("docker run --rm built -c 'cat /map'").orThrow()))
          .matches(Containers.PROTECTED);

      for (int kill = 0; kill < 6; kill++) {
        // more often than systemd's own limit of starts
        long killed = System.nanoTime();
        machine
            .sh("kill -9 $(systemctl show -p MainPID --value eci-agent) && docker version")
            .orThrow();
        System.out.printf(
            "under systemd Docker's socket answered %d ms after the agent was killed%n",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      }
      assertThat(flat(machine.sh(MAP).orThrow()))
          .as("systemd starts it again, the launcher waits for it")
          .matches(Containers.PROTECTED);
      machine
          .sh("docker run -d --name living --entrypoint sleep " + DockerHost.IMAGE + " 3600")
          .orThrow();
      machine.sh("/root/eci-agent/install").orThrow();
      assertThat(machine.sh("docker inspect -f '{{.State.Running}}' living").orThrow())
          .isEqualTo("true");

      assertThat(machine.sh("/root/eci-agent/install --remove").text())
          .containsPattern("living \\(\\w+\\) runs under eci");
      assertThat(machine.sh("systemctl is-active eci-agent").orThrow()).isEqualTo("active");
      machine.sh("docker rm -f living older").orThrow();
      assertThat(machine.sh("/root/eci-agent/install --remove").text())
          .contains("systemctl restart docker");
      machine.sh("systemctl restart docker && /root/eci-agent/install --remove").orThrow();
      assertThat(machine.sh(files()).orThrow()).isEqualTo(before);
      assertThat(machine.sh(MAP).orThrow()).contains("4294967295");
    }
  }

  /** Every file of ECI that could be left. */
  private static String files() {
    return "find /etc/docker /etc/systemd/system /opt /usr/local/bin -type f -o -type l 2>/dev/null | sort"
        + " | xargs -d '\\n' sha256sum; systemctl list-unit-files --no-legend | grep -E 'docker|eci'; true";
  }

  private static String flat(String map) {
    return map.strip().replaceAll("\\s+", " ");
  }
}
