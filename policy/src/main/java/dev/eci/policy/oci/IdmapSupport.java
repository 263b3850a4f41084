// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import java.util.Map;
import java.util.Set;

/**
 * Whether one mount of a file system can be ID-mapped (mount_setattr(2), "ID-mapped mounts": which
 * file system since which Linux; zfs: OpenZFS 2.2).
 */
public enum IdmapSupport {
  /** It can. */
  SUPPORTED,
  /** It stays unmapped without harm: these are the kernel's files, which have no owner inside. */
  NOT_NEEDED,
  /** Since Linux 6.12 it can if the file system's server supports it, which is not visible. */
  UNKNOWN,
  /** It cannot: files appear as owned by the overflow UID. */
  UNSUPPORTED;

  private static final Map<String, KernelRelease> SINCE =
      Map.ofEntries(
          Map.entry("ext2", new KernelRelease(5, 12)),
          Map.entry("ext3", new KernelRelease(5, 12)),
          Map.entry("ext4", new KernelRelease(5, 12)),
          Map.entry("xfs", new KernelRelease(5, 12)),
          Map.entry("vfat", new KernelRelease(5, 12)),
          Map.entry("msdos", new KernelRelease(5, 12)),
          Map.entry("zfs", new KernelRelease(5, 12)),
          Map.entry("btrfs", new KernelRelease(5, 15)),
          Map.entry("ntfs3", new KernelRelease(5, 15)),
          Map.entry("f2fs", new KernelRelease(5, 18)),
          Map.entry("erofs", new KernelRelease(5, 19)),
          Map.entry("squashfs", new KernelRelease(6, 2)),
          Map.entry("tmpfs", new KernelRelease(6, 3)),
          Map.entry("ceph", new KernelRelease(6, 7)),
          Map.entry("hugetlbfs", new KernelRelease(6, 9)));

  /** FUSE_ALLOW_IDMAP (include/uapi/linux/fuse.h). */
  private static final KernelRelease FUSE = new KernelRelease(6, 12);

  private static final Set<String> KERNELS_OWN =
      Set.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "mqueue",
          "nsfs",
          "proc",
          "pstore",
          "securityfs",
          "selinuxfs",
          "sysfs",
          "tracefs");

  /**
   * The support of a file system.
   *
   * @param type as mountinfo shows it
   */
  public static IdmapSupport of(String type, KernelRelease kernel) {
    if (KERNELS_OWN.contains(type)) {
      return NOT_NEEDED;
    }
    if (type.equals("virtiofs") || type.equals("fuse") || type.startsWith("fuse.")) {
      return kernel.isAtLeast(FUSE) ? UNKNOWN : UNSUPPORTED;
    }
    KernelRelease since = SINCE.get(type);
    return since != null && kernel.isAtLeast(since) ? SUPPORTED : UNSUPPORTED;
  }
}
