// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Lab;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.Variant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Docker host whose agent was started with {@code --runtime crun}. */
@Tag("docker")
@Tag("matrix")
class DockerOnCrunTest {
  private static DockerHost host;

  @BeforeAll
  static void start() {
    Lab.up();
    Lab.crun();
    host = DockerHost.start("crun", Variant.CRUN);
    host.protect(
        """
        apiVersion: eci.dev/v1alpha1
        kind: EciPolicy
        metadata: {name: default}
        spec: {}
        """);
  }

  @AfterAll
  static void end() {
    if (host != null) {
      host.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "--privileged", "-u 1000", "--read-only", "--init", "-t", "--network=none"})
  @DisplayName("ISO-1, ISO-2 with crun: uid_map shows 0 <base> 65536")
  void mapsEveryKindOfRunToRange(String options) {
    List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" "));
    try (Containers containers = new Containers(host, "crun")) {
      assertThat(
              containers
                  .sh(words, "cat /proc/self/uid_map")
                  .orThrow()
                  .strip()
                  .replaceAll("\\s+", " "))
          .matches(Containers.PROTECTED);
    }
  }

  @Test
  @DisplayName(
      "ISO-3 with crun: owners of root, binds, single files and volumes; exec, restart, rm")
  void keepsOwners() {
    assertThat(host.read("/opt/eci/runtime.conf")).contains("/crun");
    host.script("mkdir -p /srv/crun/d && echo x > /srv/crun/file && chown 7:8 /srv/crun/file")
        .orThrow();
    try (Containers containers = new Containers(host, "crun")) {
      containers.start(
          "a",
          "--volume=/srv/crun/d:/d",
          "--volume=/srv/crun/file:/file",
          "--volume=crun-v:/v",
          "--tmpfs=/t");
      assertThat(host.script("stat -c '%u:%g %a' /dev/null").orThrow().strip())
          .as("crun gives its standard streams to the container's root")
          .isEqualTo("0:0 666");
      containers.exec("a", "touch /d/new /v/new /t/new /new && chown 1000 /d/new /v/new").orThrow();
      assertThat(containers.exec("a", "stat -c '%u %g' /file /d/new /v/new /t/new /new").orThrow())
          .isEqualTo("7 8\n1000 0\n1000 0\n0 0\n0 0");
      assertThat(
              host.script(
                      "stat -c '%u %g' /srv/crun/d/new /var/lib/docker/volumes/crun-v/_data/new")
                  .orThrow())
          .isEqualTo("1000 0\n1000 0");
      assertThat(host.script("ls /run/eci/containers/*/binds").isSuccess())
          .as("sources are let go of once the container is created")
          .isFalse();
      host.docker("restart", "-t", "0", containers.name("a")).orThrow();
      assertThat(containers.exec("a", "stat -c %u /new /d/new").orThrow()).isEqualTo("0\n1000");
      containers.remove("a");
      assertThat(
              host.script("ls /run/eci/containers; grep -c /run/eci/ /proc/self/mountinfo").text())
          .isEqualTo("0");
    } finally {
      host.docker("volume", "rm", "-f", "crun-v");
      host.script("rm -rf /srv/crun");
    }
  }

  /** crun gives its standard streams to the container's root, and Docker's stdin is /dev/null. */
  @Test
  @DisplayName("ISO-3 with crun: the host's null device stays root's")
  void leavesNullDeviceOfHost() {
    try (Containers containers = new Containers(host, "null")) {
      containers.start("a");
      assertThat(containers.exec("a", "chmod 600 /dev/stdin; echo x > /dev/null; echo y").orThrow())
          .isEqualTo("y");
      host.docker("exec", "-d", containers.name("a"), "true").orThrow();
    }
    assertThat(host.script("stat -c '%u %g %a' /dev/null").orThrow()).isEqualTo("0 0 666");
  }
}
