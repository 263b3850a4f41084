// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.Map;
import java.util.Optional;

/**
 * Where a pod's volume comes from; for a claim, the source of the persistent volume that it is
 * bound to.
 */
public sealed interface VolumeSource {

  /**
   * Type hostPath in the pod itself.
   *
   * @param type what the kubelet makes sure is there before it mounts the path; empty for no check
   */
  record HostPathVolume(String path, String type) implements VolumeSource {
    private static final String SUFFIX_OF_CREATING_TYPES = "OrCreate";

    /** Whether the kubelet creates a file or directory there. */
    public boolean isCreatedIfMissing() {
      return type.endsWith(SUFFIX_OF_CREATING_TYPES);
    }
  }

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

  /**
   * A type for which the kubelet attaches something that the object names, or an unknown type.
   *
   * @param type the name of its field, {@code fc}
   * @param persistentVolume the persistent volume, if the pod claims one
   */
  record Attached(String type, Optional<String> persistentVolume) implements VolumeSource {}

  /** Any other volume: it exposes nothing of the node. */
  record Other() implements VolumeSource {}
}
