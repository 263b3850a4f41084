// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.SocketExposure.ContainsSocket;
import dev.eci.policy.hostpath.SocketExposure.IsSocket;
import dev.eci.policy.hostpath.SocketExposure.None;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RES-3: the sockets of every container runtime are recognized, by every path that leads to them.
 */
class SocketExposureTest {
  @ParameterizedTest
  @CsvSource({
    "/var/run/docker.sock, DOCKER",
    "/run/docker.sock, DOCKER",
    "//var/./run//docker.sock/, DOCKER",
    "/run/eci/docker/docker.sock, DOCKER",
    "/run/user/1000/docker.sock, ROOTLESS_DOCKER",
    "/run/containerd/containerd.sock, CONTAINERD",
    "/run/containerd/containerd.sock.ttrpc, CONTAINERD",
    "/var/run/docker/containerd/containerd.sock, CONTAINERD",
    "/run/k3s/containerd/containerd.sock, CONTAINERD",
    "/run/k0s/containerd.sock, CONTAINERD",
    "/var/snap/microk8s/common/run/containerd.sock, CONTAINERD",
    "/var/run/crio/crio.sock, CRI_O",
    "/run/podman/podman.sock, PODMAN",
    "/run/user/1000/podman/podman.sock, PODMAN",
    "/run/cri-dockerd.sock, CRI_DOCKERD",
    "/var/run/dockershim.sock, CRI_DOCKERD",
    "/run/buildkit/buildkitd.sock, BUILDKIT",
    "/var/run/nri/nri.sock, NRI",
    "/var/lib/kubelet/device-plugins/kubelet.sock, KUBELET",
    "/var/lib/kubelet/pod-resources/kubelet.sock, KUBELET",
  })
  void recognizesRuntimeSockets(String path, RuntimeSocketKind socket) {
    assertThat(SocketExposure.of(HostPath.of(path))).isEqualTo(new IsSocket(socket));
  }

  @ParameterizedTest
  @CsvSource({
    // parents; docker is named where they contain several sockets
    "/, DOCKER",
    "/run, DOCKER",
    "/var/run/, DOCKER",
    "/run/user, ROOTLESS_DOCKER",
    "/run/user/1000, ROOTLESS_DOCKER",
    "/run/k3s, CONTAINERD",
    "/var, CONTAINERD",
    "/var/lib, KUBELET",
    "/var/lib/kubelet, KUBELET",
    "/var/snap/microk8s, CONTAINERD",
    // directories full of sockets
    "/run/docker/plugins/x.sock, DOCKER",
    "/run/docker, DOCKER",
    "/run/docker/containerd, CONTAINERD",
    "/run/containerd/s/0a1b, CONTAINERD",
    "/run/containerd/io.containerd.runtime.v2.task, CONTAINERD",
    "/run/snap.docker/containerd/containerd.sock, CONTAINERD",
    "/run/crio, CRI_O",
    "/run/podman, PODMAN",
    "/run/user/1000/podman, PODMAN",
    "/var/lib/kubelet/plugins_registry/x-reg.sock, KUBELET",
    "/var/lib/kubelet/plugins/csi.example.com/csi.sock, KUBELET",
    "/run/eci, ECI",
    "/run/eci/agent.sock, ECI",
    // where a runtime would miss its socket
    "/run/docker.sock/x, DOCKER",
    // links of processes
    "/proc/1/root, DOCKER",
    "/proc/1/root/run/docker.sock, DOCKER",
    "/proc/4242/cwd/data, DOCKER",
    "/dev/fd/3, DOCKER",
  })
  void recognizesPathsToSockets(String path, RuntimeSocketKind socket) {
    assertThat(SocketExposure.of(HostPath.of(path))).isEqualTo(new ContainsSocket(socket));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "/home/me",
        "/home/me/.docker",
        "/srv/docker.sock",
        "/run/docker.sock2",
        "/run/dockerx",
        "/run/user/1000/bus",
        "/run/lock",
        "/var/log/pods",
        "/var/lib/docker/volumes",
        "/var/lib/kubelet/pods",
        "/var/lib/kubelet/pki",
        "/proc",
        "/proc/1",
        "/sys",
        "/dev/null",
        "/RUN/docker.sock"
      })
  void reportsNoExposureOfOtherPaths(String path) {
    assertThat(SocketExposure.of(HostPath.of(path))).isEqualTo(new None());
    assertThat(SocketExposure.of(HostPath.of(path)).reachesSocket()).isFalse();
  }

  @Test
  void namesEveryRuntimeOnce() {
    assertThat(Arrays.stream(RuntimeSocketKind.values()).map(RuntimeSocketKind::displayName))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z -]+"));
    assertThat(RuntimeSocketCatalog.LOCATIONS)
        .extracting(RuntimeSocketLocation::socket)
        .contains(RuntimeSocketKind.values());
    assertThat(RuntimeSocketCatalog.LOCATIONS)
        .extracting(RuntimeSocketLocation::pattern)
        .doesNotHaveDuplicates();
  }

  /** A row that is not canonical would never match a path. */
  @Test
  void hasCanonicalRowsOnly() {
    assertThat(RuntimeSocketCatalog.LOCATIONS)
        .allSatisfy(place ->
            assertThat(HostPath.of("/" + String.join("/", place.pattern())).segments())
                .isEqualTo(place.pattern()));
  }

  @Test
  void onlyDockerSocketIsProxied() {
    assertThat(Arrays.stream(RuntimeSocketKind.values()).filter(RuntimeSocketKind::isProxied))
        .containsExactly(RuntimeSocketKind.DOCKER);
  }
}
