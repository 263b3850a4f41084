// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the kubelet and the container runtime keep the files of one pod: its volumes, /etc/hosts,
 * resolv.conf, shared memory. Binds of these come from the pod's own spec (emptyDir, configMap,
 * secret, PVC, tokens), not from the node. Only the pod's own UID and sandbox count.
 */
final class KubeletManagedFiles {
  private KubeletManagedFiles() {}

  static boolean contains(Pod pod, String source) {
    Optional<HostPath> path = HostPath.parse(source);
    return path.isPresent()
        && Stream.concat(kubelet(pod.uid()), engine(pod.sandboxId()))
            .anyMatch(own -> path.get().startsWith(HostPath.of(own)));
  }

  /** The kubelet's root directories: the default one, and those of microk8s and k0s. */
  private static Stream<String> kubelet(String uid) {
    return !isName(uid)
        ? Stream.empty()
        : Stream.of(
                "/var/lib/kubelet",
                "/var/lib/k0s/kubelet",
                "/var/snap/microk8s/common/var/lib/kubelet")
            .map(root -> root + "/pods/" + uid);
  }

  /** State and root directories of containerd's CRI plugin, and of k3s' and rke2's containerd. */
  private static Stream<String> engine(String sandbox) {
    return !isName(sandbox)
        ? Stream.empty()
        : Stream.of(
                "/run/containerd",
                "/var/lib/containerd",
                "/run/k3s/containerd",
                "/var/lib/rancher/k3s/agent/containerd",
                "/var/lib/rancher/rke2/agent/containerd")
            .map(root -> root + "/io.containerd.grpc.v1.cri/sandboxes/" + sandbox);
  }

  /** IDs come from annotations: one such as {@code ../..} would make the whole node the pod's. */
  private static boolean isName(String id) {
    return id.matches("[A-Za-z0-9][A-Za-z0-9_-]*");
  }
}
