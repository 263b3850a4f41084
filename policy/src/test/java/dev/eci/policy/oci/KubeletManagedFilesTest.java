// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-3: the pod's own volumes and files are allowed; another pod's and the node's are not. */
class KubeletManagedFilesTest {
  private static final Pod POD = pod(ContainerFactsBuilder.UID, ContainerFactsBuilder.SANDBOX);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/kubelet/pods/UID/volumes/kubernetes.io~empty-dir/x",
        "/var/lib/kubelet/pods/UID/etc-hosts",
        "/var/lib/k0s/kubelet/pods/UID/volumes/x",
        "/run/containerd/io.containerd.grpc.v1.cri/sandboxes/BOX/shm",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/BOX/resolv.conf",
        "/var/lib/rancher/k3s/agent/containerd/io.containerd.grpc.v1.cri/sandboxes/BOX/hostname",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/THIS/volumes/0f3a",
        "/var/lib/rancher/k3s/agent/containerd/io.containerd.grpc.v1.cri/containers/THIS/volumes/x",
        "/run/containers/storage/overlay-containers/THIS/userdata/mounts/0f3a",
      })
  void containsFilesOfThePod(String path) {
    assertThat(KubeletManagedFiles.contains(POD, bind(here(path), false))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/kubelet/pods/another/volumes/x",
        "/var/lib/kubelet/pods/UIDx/volumes",
        "/var/lib/kubelet/pods/UID/../another/volumes",
        "/var/lib/kubelet/pods",
        "/run/containerd/io.containerd.grpc.v1.cri/sandboxes/another/shm",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/another/volumes/0f3a",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/BOX/volumes/0f3a",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/THIS/volumes",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/THIS/volumes/../status",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers/THIS/status",
        "/var/lib/containerd/io.containerd.grpc.v1.cri/containers",
        "/run/containerd/io.containerd.grpc.v1.cri/image-volumes/another/0f3a",
        "/run/containerd/io.containerd.grpc.v1.cri/image-volumes/BOX",
        "/run/containers/storage/overlay-containers/another/userdata/mounts/0f3a",
        "/run/containers/storage/overlay-containers/THIS/userdata",
        "/etc",
        "var/lib/kubelet/pods/UID",
        "",
      })
  void excludesFilesOfOtherPods(String path) {
    assertThat(KubeletManagedFiles.contains(POD, bind(here(path), true))).isFalse();
  }

  /** containerd never mounts them writable, so a writable one comes from elsewhere. */
  @Test
  void containsImageVolumesOfThePodIfReadOnly() {
    String volume = here("/run/containerd/io.containerd.grpc.v1.cri/image-volumes/BOX/0f3a");

    assertThat(KubeletManagedFiles.contains(POD, bind(volume, true))).isTrue();
    assertThat(KubeletManagedFiles.contains(POD, bind(volume + "/sub/path", true))).isTrue();
    assertThat(KubeletManagedFiles.contains(POD, bind(volume, false))).isFalse();
  }

  /** IDs come from annotations. */
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../../../..", "x/../../../../..", "/", "a\0b"})
  void rejectsIdsThatAreNoNames(String id) {
    assertThat(KubeletManagedFiles.contains(pod(id, id), bind("/etc/shadow", true))).isFalse();
    assertThat(
            KubeletManagedFiles.contains(
                pod(id, id), bind("/var/lib/kubelet/pods/another/x", true)))
        .isFalse();
  }

  @Test
  void acceptsUidHashesOfStaticPods() {
    String hash = "0123456789abcdef0123456789abcdef";

    assertThat(
            KubeletManagedFiles.contains(
                pod(hash, ""), bind("/var/lib/kubelet/pods/" + hash + "/etc-hosts", false)))
        .isTrue();
  }

  private static String here(String path) {
    return path.replace("UID", ContainerFactsBuilder.UID)
        .replace("BOX", ContainerFactsBuilder.SANDBOX)
        .replace("THIS", ContainerFactsBuilder.CONTAINER);
  }

  private static Pod pod(String uid, String sandbox) {
    return new Pod("app", Map.of(), uid, sandbox, ContainerFactsBuilder.CONTAINER);
  }

  private static Bind bind(String source, boolean readOnly) {
    return new Bind(source, "/there", readOnly, "mounts[0]");
  }
}
