// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.FileSystemMount;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.VolumeDirectories;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R15: what lies in a pod's directory by path, and is the node's by what the kubelet mounted. */
class PodVolumeBindTest {
  private static final String POD = "/var/lib/kubelet/pods/uid";

  private static final List<Mount> MOUNTS =
      List.of(
          new Mount("8:1", "/", "/"),
          new Mount("8:2", "/", "/var"),
          new Mount("8:3", "/", "/mnt/disks/a"),
          new Mount("8:1", "/etc", POD + "/volumes/kubernetes.io~local-volume/etc"),
          new Mount("8:3", "/", POD + "/volumes/kubernetes.io~local-volume/a"),
          new Mount("8:3", "/x", POD + "/volume-subpaths/a/main/0"),
          new Mount("8:1", "/etc/ssl", POD + "/volume-subpaths/host/main/0"),
          new Mount(
              "8:2",
              "/lib/kubelet/pods/uid/volumes/kubernetes.io~empty-dir/e/x",
              POD + "/volume-subpaths/e/main/0"),
          new Mount("8:2", "/lib/kubelet/pods/other/volumes/x", POD + "/volume-subpaths/o/main/0"),
          new Mount("0:50", "/", POD + "/volumes/kubernetes.io~secret/s"),
          new Mount("0:50", "/key", POD + "/volume-subpaths/s/main/0"),
          new Mount("0:60", "/", "/var/lib/kubelet/plugins/kubernetes.io/csi/d/h/globalmount"),
          new Mount("0:60", "/", POD + "/volumes/kubernetes.io~csi/pv/mount"),
          new Mount("0:60", "/x", POD + "/volume-subpaths/pv/main/0"),
          new Mount("8:1", "/opt/local-path-provisioner/pvc-1", POD + "/volume-subpaths/lp/main/0"),
          new Mount("0:70", "/x", POD + "/volume-subpaths/gone/main/0"));

  private record Mount(String device, String root, String mountPoint) implements FileSystemMount {}

  @ParameterizedTest
  @CsvSource({
    "/etc-hosts, , false",
    "/volumes/kubernetes.io~empty-dir/e, , false",
    "/volumes/kubernetes.io~secret/s, , false",
    "/volumes/kubernetes.io~csi/pv/mount, , false",
    "/volumes/kubernetes.io~local-volume/etc, /etc, true",
    "/volumes/kubernetes.io~local-volume/a, /mnt/disks/a, true",
    "/volume-subpaths/a/main/0, /mnt/disks/a/x, true",
    "/volume-subpaths/host/main/0, /etc/ssl, true",
    "/volume-subpaths/e/main/0,"
        + " /var/lib/kubelet/pods/uid/volumes/kubernetes.io~empty-dir/e/x, false",
    "/volume-subpaths/o/main/0, /var/lib/kubelet/pods/other/volumes/x, false",
    "/volume-subpaths/s/main/0,"
        + " /var/lib/kubelet/pods/uid/volumes/kubernetes.io~secret/s/key, false",
    "/volume-subpaths/pv/main/0,"
        + " /var/lib/kubelet/pods/uid/volumes/kubernetes.io~csi/pv/mount/x, false",
    "/volume-subpaths/lp/main/0, /opt/local-path-provisioner/pvc-1, false",
    "/volume-subpaths/gone/main/0, /, false"
  })
  void showsWhatTheKubeletMounted(String below, String shown, boolean isLocal) {
    assertThat(PodVolumeBind.of(POD + below, POD, MOUNTS))
        .isEqualTo(new PodVolumeBind(shown == null ? POD + below : shown, isLocal));
  }

  @ParameterizedTest
  @CsvSource({
    "/opt/local-path-provisioner/pvc-0a4e6e8a-6d3b-4f2a-9d5e-3f2b1c0d9e8f_app_data, true",
    "/opt/local-path-provisioner/pvc-0a4e6e8a-6d3b-4f2a-9d5e-3f2b1c0d9e8f_other_data/x, false",
    "/opt/local-path-provisioner/pvc-0a4e6e8a-6d3b-4f2a-9d5e-3f2b1c0d9e8f, true",
    "/var/openebs/local/pvc-1, true"
  })
  void readsNamespaceFromDirectory(String path, boolean mayBelong) {
    assertThat(VolumeDirectories.mayBelongTo("app", HostPath.of(path))).isEqualTo(mayBelong);
  }
}
