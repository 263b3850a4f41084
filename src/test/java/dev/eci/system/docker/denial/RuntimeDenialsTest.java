// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.denial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-1 to RES-3 at the runtime, whatever the engine accepted. */
@RequiresDockerHost
@Order(140)
class RuntimeDenialsTest {
  @ParameterizedTest
  @ValueSource(strings = {"--network=host", "--pid=host", "--ipc=host", "--uts=host"})
  @DisplayName("RES-1: the host's namespaces")
  void deniesHostNamespaces(String option, DockerHost host) {
    assertDenied(host, "RES-1", option);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/etc",
        "/etc:/x:ro",
        "/usr/bin",
        "/root",
        "/var/lib/docker",
        "/run",
        "/proc",
        "/dev",
        "/boot"
      })
  @DisplayName("RES-2: node directories")
  void deniesNodeDirectories(String source, DockerHost host) {
    assertDenied(host, "RES-2", "-v", source.contains(":") ? source : source + ":/x");
  }

  @Test
  @DisplayName("RES-2: a volume that is a bind of a node directory")
  void deniesVolumeOfNodeDirectory(DockerHost host) {
    host.docker("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=/etc", "sly")
        .orThrow();
    assertDenied(host, "RES-2", "-v", "sly:/x");
    host.docker("volume", "rm", "sly").orThrow();
  }

  @Test
  @DisplayName("RES-3: the engine's socket, with Docker Desktop's message")
  void deniesEngineSocket(DockerHost host) {
    try (Containers containers = new Containers(host, "socket")) {
      assertThat(containers.tryStart("a", "-v", "/var/run/docker.sock:/var/run/docker.sock").text())
          .contains(
              "enhanced container isolation: docker socket mount denied for container with image")
          .contains(
              "image is not in the allowed list; if you wish to allow it, configure the docker socket image list in EciPolicy \"default\".");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/data", "/tmp/data", "/home/u/data", "/mnt/data", "/media/data"})
  @DisplayName("ISO-3: user data is not denied")
  void allowsUserData(String source, DockerHost host) {
    host.exec("mkdir", "-p", source).orThrow();
    try (Containers containers = new Containers(host, "own")) {
      containers.start("a", "-v", source + ":/x");
    }
  }

  private static void assertDenied(DockerHost host, String rule, String... options) {
    try (Containers containers = new Containers(host, "refused")) {
      var result = containers.tryStart("a", options);
      assertThat(result.isSuccess()).isFalse();
      assertThat(result.text()).contains("enhanced container isolation:").contains(rule);
    }
  }
}
