// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code container:X}: among containers of one range only. */
@RequiresDockerHost
@Order(130)
class SharedNamespacesTest {
  @ParameterizedTest
  @ValueSource(strings = {"network", "pid", "ipc"})
  @DisplayName("ISO-2, RES-1: a container that joins a namespace gets the range of its owner")
  void givesJoiningContainerRangeOfOwner(String kind, DockerHost host) {
    try (Containers containers = new Containers(host, "joins")) {
      String owner = containers.start("owner", "--ipc=shareable");
      containers.start("guest", "--" + kind + "=container:" + owner);
      assertThat(containers.base("guest")).isEqualTo(containers.base("owner"));
      assertThat(containers.exec("guest", "touch /root/f && stat -c %u /root/f").orThrow())
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"network", "pid", "ipc"})
  @DisplayName("RES-1: a namespace of an unprotected container is denied")
  void rejectsNamespaceOfUnprotectedContainer(String kind, DockerHost host) {
    try (Containers containers = new Containers(host, "bare")) {
      String owner = containers.start("owner", "--runtime=runc", "--ipc=shareable");
      assertThat(containers.tryStart("guest", "--" + kind + "=container:" + owner).text())
          .contains("enhanced container isolation:")
          .contains("RES-1");
    }
  }
}
