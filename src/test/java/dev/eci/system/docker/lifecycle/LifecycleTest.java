// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ISO-3: a container's lifecycle is the same as without ECI. */
@RequiresDockerHost
@Order(120)
class LifecycleTest {
  @Test
  @DisplayName("ISO-3: restarts keep files and their owners")
  void keepsFilesAndOwnersOverRestarts(DockerHost host) {
    try (Containers containers = new Containers(host, "restarts")) {
      String name = containers.start("a", "--health-cmd=true", "--health-interval=1s");
      containers.exec("a", "echo kept > /root/f; chown 12:13 /root/f").orThrow();
      for (int i = 0; i < 3; i++) {
        host.docker("restart", "-t", "0", name).orThrow();
        assertThat(containers.uidMap("a")).matches(Containers.PROTECTED);
        assertThat(containers.exec("a", "stat -c '%u %g' /root/f; cat /root/f").orThrow())
            .isEqualTo("12 13\nkept");
      }
      host.docker("stop", "-t", "0", name).orThrow();
      host.docker("start", name).orThrow();
      assertThat(containers.exec("a", "cat /root/f").orThrow()).isEqualTo("kept");
    }
  }

  @Test
  @DisplayName("ISO-3: rename, pause, update, top, stats, logs, kill, wait")
  void supportsLifecycleCommands(DockerHost host) {
    try (Containers containers = new Containers(host, "commands")) {
      String name = containers.start("a");
      host.docker("pause", name).orThrow();
      host.docker("unpause", name).orThrow();
      host.docker("update", "--cpu-shares", "512", name).orThrow();
      assertThat(host.docker("top", name).orThrow()).contains("sleep");
      host.docker("stats", "--no-stream", name).orThrow();
      host.docker("logs", name).orThrow();
      containers.removeLater("b");
      host.docker("rename", name, containers.name("b")).orThrow();
      assertThat(containers.uidMap("b")).matches(Containers.PROTECTED);
      host.docker("kill", containers.name("b")).orThrow();
      assertThat(host.docker("wait", containers.name("b")).orThrow()).isEqualTo("137");
    }
  }

  @Test
  @DisplayName("ISO-3: nothing of a removed container stays mounted")
  void unmountsRemovedContainer(DockerHost host) {
    try (Containers containers = new Containers(host, "gone")) {
      containers.start("a");
      containers.remove("a");
      assertThat(
              host.script(
                      "grep -c /run/eci/containers/ /proc/$(cat /run/docker.pid)/mountinfo; ls /run/eci/containers")
                  .text())
          .isEqualTo("0");
    }
  }
}
