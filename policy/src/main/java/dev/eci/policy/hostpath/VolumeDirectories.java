// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Directories in which the cluster's provisioners create volumes: they hold user data, although
 * they are host paths.
 *
 * <p>Sources: the default paths of Rancher's local-path-provisioner (also in KinD and k3s), OpenEBS
 * LocalPV, minikube's, MicroK8s' and Docker Desktop's provisioners, KubeVirt's hostpath-provisioner
 * and the CSI project's hostpath driver.
 */
public final class VolumeDirectories {
  private static final List<HostPath> PROVISIONERS =
      List.of(
          HostPath.of("/opt/local-path-provisioner"),
          HostPath.of("/var/local-path-provisioner"),
          HostPath.of("/var/lib/rancher/k3s/storage"),
          HostPath.of("/var/openebs/local"),
          HostPath.of("/var/snap/microk8s/common/default-storage"),
          HostPath.of("/var/hpvolumes"),
          HostPath.of("/var/lib/k8s-pvs"),
          HostPath.of("/tmp/hostpath-provisioner"),
          HostPath.of("/var/lib/csi-hostpath-data"));

  /** Rancher's local-path-provisioner names them so: pvc-UID_NAMESPACE_CLAIM. */
  private static final Pattern WITH_NAMESPACE =
      Pattern.compile("pvc-[0-9a-f-]{36}_(?<namespace>[a-z0-9-]+)_.+");

  private VolumeDirectories() {}

  /** Whether the name of the volume's directory names no other namespace. */
  public static boolean mayBelongTo(String namespace, HostPath path) {
    return PROVISIONERS.stream()
        .filter(path::startsWith)
        .map(directory -> path.segments().get(directory.segments().size()))
        .map(WITH_NAMESPACE::matcher)
        .noneMatch(name -> name.matches() && !name.group("namespace").equals(namespace));
  }

  /**
   * Whether the path is, or lies in, one volume of a provisioner or user data. The directory of all
   * volumes does not count.
   */
  public static boolean contains(HostPath path) {
    return isProvisionerDirectory(path) || !SystemDirectories.contains(path);
  }

  /** Whether the path is, or lies in, one volume of a provisioner. */
  public static boolean isProvisionerDirectory(HostPath path) {
    return PROVISIONERS.stream().anyMatch(d -> path.startsWith(d) && !path.equals(d));
  }
}
