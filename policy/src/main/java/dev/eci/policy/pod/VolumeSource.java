// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.Map;

/**
 * Where a pod's volume comes from; for a claim, the source of the persistent volume that it is
 * bound to.
 */
public sealed interface VolumeSource {

  /**
   * Type hostPath in the pod itself.
   *
   * @param createdIfMissing whether its type (DirectoryOrCreate, FileOrCreate) makes the kubelet
   *     create it
   */
  record HostPathVolume(String path, boolean createdIfMissing) implements VolumeSource {}

  /**
   * A persistent volume of type hostPath or local.
   *
   * @param local whether it is of type local, which the kubelet mounts like a disk
   */
  record PersistentPath(String volume, String path, boolean local) implements VolumeSource {}

  /**
   * A volume of a CSI driver (inline or persistent) or a FlexVolume driver.
   *
   * @param attributes the driver's options
   */
  record Driver(String driver, Map<String, String> attributes) implements VolumeSource {
    public Driver {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Type gitRepo, for which the kubelet itself runs git. */
  record GitRepo() implements VolumeSource {}

  /** Type image: the content of an image, which its containers may execute. */
  record Image(String reference) implements VolumeSource {}

  /** A file system that no kernel can ID-map, by the name that users know. */
  record Unmappable(String fileSystem) implements VolumeSource {}

  /** Any other volume: it exposes nothing of the node. */
  record Other() implements VolumeSource {}
}
