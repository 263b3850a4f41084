// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.FilePaths;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the kubelet and the container runtime keep the files of one container and its pod: the
 * pod's volumes, /etc/hosts, resolv.conf, shared memory, image volumes, and a directory for each
 * VOLUME of the container's image. Binds of these come from the pod's own spec (emptyDir,
 * configMap, secret, PVC, tokens) or its image, not from the node. Only the pod's own UID and
 * sandbox count, and only this very container's ID.
 */
public final class KubeletManagedFiles {
  /** The kubelet's root directories: the default one, and those of microk8s and k0s. */
  private static final List<String> KUBELETS =
      List.of(
          "/var/lib/kubelet", "/var/lib/k0s/kubelet", "/var/snap/microk8s/common/var/lib/kubelet");

  /**
   * State and root directories of containerd, and of k0s', k3s', microk8s' and rke2's. The agent
   * translates others to the first two.
   */
  private static final List<String> CONTAINERDS =
      List.of(
          "/run/containerd",
          "/var/lib/containerd",
          "/run/k0s/containerd",
          "/var/lib/k0s/containerd",
          "/run/k3s/containerd",
          "/var/lib/rancher/k3s/agent/containerd",
          "/var/lib/rancher/rke2/agent/containerd",
          "/var/snap/microk8s/common/run/containerd",
          "/var/snap/microk8s/common/var/lib/containerd");

  private static final String CRI = "/io.containerd.grpc.v1.cri/";

  private KubeletManagedFiles() {}

  static boolean contains(Pod pod, Bind bind) {
    Optional<HostPath> path = HostPath.parse(bind.source());
    return path.isPresent()
        && (isIn(path.get(), ofPod(pod))
            || isBelow(path.get(), imageDeclaredVolumes(pod.containerId()))
            || (bind.readOnly() && isBelow(path.get(), imageVolumes(pod.sandboxId()))));
  }

  /**
   * The plugin of the pod's volume that the bind shows, {@code kubernetes.io~fc}; also of a subPath
   * ({@link PodVolumeBind}).
   */
  static Optional<String> volumePlugin(Pod pod, Bind bind) {
    return HostPath.parse(bind.source())
        .flatMap(path ->
            named(pod.uid(), KUBELETS.stream().map(root -> root + "/pods/"))
                .map(directory -> HostPath.of(directory + "/volumes"))
                .filter(path::startsWith)
                .map(volumes -> path.value().substring(volumes.value().length()).split("/"))
                .filter(names -> names.length > 1)
                .map(names -> names[1])
                .findFirst());
  }

  /** The directory of the pod at the kubelet, if the path lies in it. */
  public static Optional<String> podDirectory(Pod pod, String path) {
    return named(pod.uid(), KUBELETS.stream().map(root -> root + "/pods/"))
        .filter(directory -> FilePaths.isBelow(path, directory))
        .findFirst();
  }

  private static boolean isIn(HostPath path, Stream<String> directories) {
    return directories.map(HostPath::of).anyMatch(path::startsWith);
  }

  /** One volume, or what lies in it; the directory of all of them is the runtime's. */
  private static boolean isBelow(HostPath path, Stream<String> directories) {
    return directories.map(HostPath::of).anyMatch(d -> path.startsWith(d) && !path.equals(d));
  }

  private static Stream<String> ofPod(Pod pod) {
    return Stream.concat(
        named(pod.uid(), KUBELETS.stream().map(root -> root + "/pods/")),
        named(pod.sandboxId(), CONTAINERDS.stream().map(root -> root + CRI + "sandboxes/")));
  }

  /**
   * A VOLUME that no volume of the pod covers: containerd's (internal/cri/server, volumeMounts) and
   * CRI-O's for {@code image_volumes = "bind"} (server, addImageVolumes).
   */
  private static Stream<String> imageDeclaredVolumes(String container) {
    return Stream.concat(
        named(container, CONTAINERDS.stream().map(root -> root + CRI + "containers/"))
            .map(directory -> directory + "/volumes"),
        named(container, Stream.of("/run/containers/storage/overlay-containers/"))
            .map(directory -> directory + "/userdata/mounts"));
  }

  /** Image volumes (KEP-4639): containerd mounts each image once for a pod, by its sandbox. */
  private static Stream<String> imageVolumes(String sandbox) {
    return named(sandbox, CONTAINERDS.stream().map(root -> root + CRI + "image-volumes/"));
  }

  /** IDs come from annotations: one such as {@code ../..} would make the whole node the pod's. */
  private static Stream<String> named(String id, Stream<String> parents) {
    return id.matches("[A-Za-z0-9][A-Za-z0-9_-]*")
        ? parents.map(parent -> parent + id)
        : Stream.empty();
  }
}
