// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import java.util.Set;

/**
 * File systems that a volume of Docker's local driver may be a mount of ({@code --opt type=}):
 * those that contain data. Others expose directories of the node (overlay and similar) or the
 * kernel's state (proc, sysfs, cgroup), without a path that could be evaluated. Unknown ones are
 * denied.
 */
public final class VolumeFileSystems {
  private static final Set<String> HOLD_DATA =
      Set.of(
          "tmpfs",
          "ramfs",
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "bcachefs",
          "vfat",
          "msdos",
          "exfat",
          "ntfs3",
          "iso9660",
          "udf",
          "erofs",
          "squashfs",
          "ceph",
          "glusterfs",
          "lustre",
          "gpfs",
          "ocfs2",
          "gfs2",
          "9p",
          "virtiofs",
          "fuse",
          "fuseblk");

  /** Without a disk of the node. */
  private static final Set<String> WITHOUT_DISK =
      Set.of(
          "tmpfs",
          "ramfs",
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "ceph",
          "glusterfs",
          "lustre",
          "gpfs",
          "9p",
          "virtiofs",
          "fuse");

  private VolumeFileSystems() {}

  /**
   * Whether it is on a disk of the node, which policy has to allow. Unknown ones are.
   *
   * @param type as mountinfo shows it
   */
  public static boolean isOnDisk(String type) {
    return !WITHOUT_DISK.contains(type) && !type.startsWith("fuse.");
  }

  /**
   * Whether it contains data.
   *
   * @param type as mountinfo shows it
   */
  public static boolean containsData(String type) {
    return HOLD_DATA.contains(type) || type.startsWith("fuse.");
  }
}
