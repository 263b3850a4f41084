package dev.eci.policy.pod;

import java.util.Map;

/** Where a pod's volume comes from; through a claim, what the persistent volume behind it is. */
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
   * @param local whether it is of type local, which the kubelet mounts as it does a disk
   */
  record PersistentPath(String volume, String path, boolean local) implements VolumeSource {}

  /**
   * A CSI driver's (inline or persistent) or a FlexVolume driver's.
   *
   * @param attributes what the driver is told
   */
  record Driver(String driver, Map<String, String> attributes) implements VolumeSource {
    public Driver {
      attributes = Map.copyOf(attributes);
    }
  }

  /** Type gitRepo, for which the kubelet itself runs git. */
  record GitRepo() implements VolumeSource {}

  /** Type image: what is in an image, which its containers may run. */
  record Image(String reference) implements VolumeSource {}

  /** A file system whose owners no kernel can shift, by the name that people know. */
  record Unshiftable(String fileSystem) implements VolumeSource {}

  /** Anything else: it brings nothing of the node. */
  record Other() implements VolumeSource {}
}
