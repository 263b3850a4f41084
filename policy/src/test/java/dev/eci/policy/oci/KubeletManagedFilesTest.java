// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

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
      })
  void containsFilesOfThePod(String path) {
    assertThat(KubeletManagedFiles.contains(POD, here(path))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/var/lib/kubelet/pods/another/volumes/x",
        "/var/lib/kubelet/pods/UIDx/volumes",
        "/var/lib/kubelet/pods/UID/../another/volumes",
        "/var/lib/kubelet/pods",
        "/run/containerd/io.containerd.grpc.v1.cri/sandboxes/another/shm",
        "/etc",
        "var/lib/kubelet/pods/UID",
        "",
      })
  void excludesFilesOfOtherPods(String path) {
    assertThat(KubeletManagedFiles.contains(POD, here(path))).isFalse();
  }

  /** IDs come from annotations. */
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../../../..", "x/../../../../..", "/", "a\0b"})
  void rejectsIdsThatAreNoNames(String id) {
    assertThat(KubeletManagedFiles.contains(pod(id, id), "/etc/shadow")).isFalse();
    assertThat(KubeletManagedFiles.contains(pod(id, id), "/var/lib/kubelet/pods/another/x"))
        .isFalse();
  }

  @Test
  void acceptsUidHashesOfStaticPods() {
    String hash = "0123456789abcdef0123456789abcdef";

    assertThat(
            KubeletManagedFiles.contains(
                pod(hash, ""), "/var/lib/kubelet/pods/" + hash + "/etc-hosts"))
        .isTrue();
  }

  private static String here(String path) {
    return path.replace("UID", ContainerFactsBuilder.UID)
        .replace("BOX", ContainerFactsBuilder.SANDBOX);
  }

  private static Pod pod(String uid, String sandbox) {
    return new Pod("app", Map.of(), uid, sandbox);
  }
}
