package dev.eci.policy.host;

import java.util.List;

/**
 * Where volumes lie that the cluster makes itself: data, though the directory is a node's.
 *
 * <p>Sources: the default paths of Rancher's local-path-provisioner (also in KinD and k3s), OpenEBS
 * LocalPV, minikube's, MicroK8s' and Docker Desktop's provisioners, KubeVirt's hostpath-provisioner
 * and the CSI project's hostpath driver.
 */
public final class VolumeDirectories {
  private static final List<NodePath> PROVISIONERS =
      List.of(
          NodePath.of("/opt/local-path-provisioner"),
          NodePath.of("/var/local-path-provisioner"),
          NodePath.of("/var/lib/rancher/k3s/storage"),
          NodePath.of("/var/openebs/local"),
          NodePath.of("/var/snap/microk8s/common/default-storage"),
          NodePath.of("/var/hpvolumes"),
          NodePath.of("/var/lib/k8s-pvs"),
          NodePath.of("/tmp/hostpath-provisioner"),
          NodePath.of("/var/lib/csi-hostpath-data"));

  private VolumeDirectories() {}

  /**
   * Whether it is one volume of a provisioner (all of them together are none), or people's data.
   */
  public static boolean hold(NodePath path) {
    return ofProvisioner(path) || !NodeDirectories.contains(path);
  }

  /** Whether it is one volume of a provisioner, or lies in one. */
  public static boolean ofProvisioner(NodePath path) {
    return PROVISIONERS.stream().anyMatch(d -> path.startsWith(d) && !path.equals(d));
  }
}
