// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import static dev.eci.policy.hostpath.RuntimeSocketKind.BUILDKIT;
import static dev.eci.policy.hostpath.RuntimeSocketKind.CONTAINERD;
import static dev.eci.policy.hostpath.RuntimeSocketKind.CRI_DOCKERD;
import static dev.eci.policy.hostpath.RuntimeSocketKind.CRI_O;
import static dev.eci.policy.hostpath.RuntimeSocketKind.DOCKER;
import static dev.eci.policy.hostpath.RuntimeSocketKind.ECI;
import static dev.eci.policy.hostpath.RuntimeSocketKind.KUBELET;
import static dev.eci.policy.hostpath.RuntimeSocketKind.NRI;
import static dev.eci.policy.hostpath.RuntimeSocketKind.PODMAN;
import static dev.eci.policy.hostpath.RuntimeSocketKind.ROOTLESS_DOCKER;

import java.util.List;

/**
 * The locations of the container runtimes' sockets, as data. No other class lists them.
 *
 * <p>Form: canonical paths ({@link HostPath}: {@code /var/run} is written {@code /run}), {@code *}
 * for any one name. A {@code file} is one socket; a {@code tree} is a directory in which a runtime
 * creates sockets, known and unknown ones.
 *
 * <p>Sources: the default listen addresses in the documentation of dockerd (also rootless),
 * containerd, CRI-O, Podman, cri-dockerd, BuildKit and NRI; k3s, k0s, MicroK8s and Docker's snap;
 * the kubelet's documentation of device plugins, pod resources and plugin registration.
 *
 * <p>Sockets of desktop products below home directories are omitted on purpose: they belong to no
 * runtime of the node, and listing them would forbid mounts of every home directory.
 */
final class RuntimeSocketCatalog {
  static final List<RuntimeSocketLocation> LOCATIONS =
      List.of(
          file(DOCKER, "/run/docker.sock"),
          file(DOCKER, ProxySocket.PATH),
          file(ROOTLESS_DOCKER, "/run/user/*/docker.sock"),
          // plugin sockets, and the engine's state
          tree(DOCKER, "/run/docker"),
          tree(ROOTLESS_DOCKER, "/run/user/*/docker"),
          // RootlessKit's API, and the engine's state
          tree(ROOTLESS_DOCKER, "/run/user/*/dockerd-rootless"),
          file(CONTAINERD, "/run/containerd/containerd.sock"),
          file(CONTAINERD, "/run/containerd/containerd.sock.ttrpc"),
          file(CONTAINERD, "/run/docker/containerd/containerd.sock"),
          file(CONTAINERD, "/run/docker/containerd/containerd.sock.ttrpc"),
          file(CONTAINERD, "/run/k3s/containerd/containerd.sock"),
          file(CONTAINERD, "/run/k3s/containerd/containerd.sock.ttrpc"),
          file(CONTAINERD, "/run/k0s/containerd.sock"),
          file(CONTAINERD, "/run/k0s/containerd.sock.ttrpc"),
          file(CONTAINERD, "/var/snap/microk8s/common/run/containerd.sock"),
          file(CONTAINERD, "/var/snap/microk8s/common/run/containerd.sock.ttrpc"),
          // /run/containerd/s contains the shims' sockets, which can run commands in any container
          tree(CONTAINERD, "/run/containerd"),
          tree(CONTAINERD, "/run/docker/containerd"),
          tree(CONTAINERD, "/run/k3s/containerd"),
          tree(CONTAINERD, "/run/k0s"),
          tree(CONTAINERD, "/run/snap.docker"),
          tree(CONTAINERD, "/var/snap/microk8s/common/run"),
          tree(CONTAINERD, "/run/user/*/containerd"),
          tree(CONTAINERD, "/run/user/*/containerd-rootless"),
          tree(CONTAINERD, "/run/user/*/k3s"),
          file(CRI_O, "/run/crio/crio.sock"),
          tree(CRI_O, "/run/crio"),
          file(PODMAN, "/run/podman/podman.sock"),
          file(PODMAN, "/run/user/*/podman/podman.sock"),
          tree(PODMAN, "/run/podman"),
          tree(PODMAN, "/run/user/*/podman"),
          // the state of Podman's containers, and their conmon sockets
          tree(PODMAN, "/run/user/*/libpod"),
          tree(PODMAN, "/run/user/*/containers"),
          file(CRI_DOCKERD, "/run/cri-dockerd.sock"),
          file(CRI_DOCKERD, "/run/dockershim.sock"),
          file(BUILDKIT, "/run/buildkit/buildkitd.sock"),
          file(BUILDKIT, "/run/user/*/buildkit/buildkitd.sock"),
          tree(BUILDKIT, "/run/buildkit"),
          tree(BUILDKIT, "/run/user/*/buildkit"),
          // nerdctl's, one for each containerd namespace
          tree(BUILDKIT, "/run/user/*/buildkit-default"),
          file(NRI, "/run/nri/nri.sock"),
          tree(NRI, "/run/nri"),
          file(KUBELET, "/var/lib/kubelet/device-plugins/kubelet.sock"),
          file(KUBELET, "/var/lib/kubelet/pod-resources/kubelet.sock"),
          tree(KUBELET, "/var/lib/kubelet/device-plugins"),
          tree(KUBELET, "/var/lib/kubelet/pod-resources"),
          tree(KUBELET, "/var/lib/kubelet/plugins"),
          tree(KUBELET, "/var/lib/kubelet/plugins_registry"),
          tree(ECI, ProxySocket.RUN_DIRECTORY));

  private RuntimeSocketCatalog() {}

  private static RuntimeSocketLocation file(RuntimeSocketKind socket, String pattern) {
    return RuntimeSocketLocation.of(socket, pattern, false);
  }

  private static RuntimeSocketLocation tree(RuntimeSocketKind socket, String pattern) {
    return RuntimeSocketLocation.of(socket, pattern, true);
  }
}
