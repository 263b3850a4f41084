// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import java.util.Map;
import java.util.Optional;

/**
 * Volumes whose file system no kernel can ID-map, as data: types of the Kubernetes API and names of
 * CSI drivers. Other volumes are evaluated on the node, by their real file system.
 *
 * <p>Sources: mount_setattr(2), and the documentation of the drivers.
 */
public final class UnmappableVolumeTypes {
  private static final Map<String, String> TYPES =
      Map.of("nfs", "NFS", "glusterfs", "GlusterFS", "azureFile", "SMB", "quobyte", "Quobyte");
  private static final Map<String, String> DRIVERS =
      Map.of(
          "nfs.csi.k8s.io", "NFS",
          "efs.csi.aws.com", "NFS",
          "filestore.csi.storage.gke.io", "NFS",
          "smb.csi.k8s.io", "SMB",
          "file.csi.azure.com", "SMB");

  private UnmappableVolumeTypes() {}

  /** The file system behind a type of volume, {@code nfs}. */
  public static Optional<String> ofType(String type) {
    return Optional.ofNullable(TYPES.get(type));
  }

  /** The file system behind a CSI driver, {@code nfs.csi.k8s.io}. */
  public static Optional<String> ofDriver(String driver) {
    return Optional.ofNullable(DRIVERS.get(driver));
  }
}
