// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.List;

/**
 * The volume types of the Kubernetes API, as data: names of fields of a pod's volume and of a
 * persistent volume's spec. A type that is in none of these lists is evaluated like one of {@link
 * #ATTACHED}.
 *
 * <p>Source: k8s.io/api, core/v1, VolumeSource and PersistentVolumeSource. A test compares them.
 */
public final class VolumeTypes {
  /**
   * Content of API objects, of an image, or of a directory of the pod's own. A claim is evaluated
   * by the persistent volume that it is bound to.
   */
  public static final List<String> OF_THE_POD =
      List.of(
          "emptyDir",
          "configMap",
          "secret",
          "projected",
          "downwardAPI",
          "persistentVolumeClaim",
          "ephemeral",
          "image");

  /** Types about which a rule of their own decides. */
  public static final List<String> WITH_OWN_RULE =
      List.of(
          "hostPath",
          "local",
          "gitRepo",
          "csi",
          "flexVolume",
          "nfs",
          "glusterfs",
          "azureFile",
          "quobyte");

  /**
   * Types for which the kubelet attaches a disk, or opens a connection, that the object names. A
   * name can be that of the node's own disk: for type fc, it is any entry of /dev/disk/by-id that
   * begins with scsi- (k8s.io/kubernetes, pkg/volume/fc, findDiskWWIDs).
   */
  public static final List<String> ATTACHED =
      List.of(
          "awsElasticBlockStore",
          "azureDisk",
          "cephfs",
          "cinder",
          "fc",
          "flocker",
          "gcePersistentDisk",
          "iscsi",
          "photonPersistentDisk",
          "portworxVolume",
          "rbd",
          "scaleIO",
          "storageos",
          "vsphereVolume");

  /**
   * Types that Kubernetes hands to a CSI driver (CSI migration, GA). Users cannot create persistent
   * volumes, and those of a CSI driver are not held against them either. In a pod's own spec these
   * types are like the others.
   */
  public static final List<String> MIGRATED_TO_CSI =
      List.of(
          "awsElasticBlockStore",
          "azureDisk",
          "cinder",
          "gcePersistentDisk",
          "portworxVolume",
          "vsphereVolume");

  private VolumeTypes() {}
}
