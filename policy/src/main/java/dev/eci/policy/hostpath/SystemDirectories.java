// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The host paths that belong to the host itself, as opposed to user data (RES-2, "user data mounts
 * stay allowed").
 *
 * <p>Sources: the Filesystem Hierarchy Standard 3.0, section 3; OSTree's deployment layout (home
 * directories in /var/home, /srv, /mnt and /media as links into /var); Nix, Guix and snapd.
 */
public final class SystemDirectories {
  /** Snapshots of the whole system are in such directories: /.snapshots (snapper), /.zfs. */
  private static final String HIDDEN = ".";

  /** Names in the root directory; /host and /rootfs are the root of another system. */
  private static final Set<String> NAMES =
      Set.of(
          "bin",
          "boot",
          "dev",
          "efi",
          "etc",
          "gnu",
          "host",
          "lost+found",
          "nix",
          "opt",
          "ostree",
          "proc",
          "root",
          "rootfs",
          "run",
          "sbin",
          "selinux",
          "snap",
          "sys",
          "sysroot",
          "usr",
          "var");

  /** Libraries for each word size; kernels and their boot files; swap files. */
  private static final Pattern FAMILIES =
      Pattern.compile("lib(32|64|x32|o32)?|(vmlinuz|initrd\\.img|swap)(file|\\.img|\\.old)?");

  private static final List<List<String>> HOMES = List.of(List.of("home"), List.of("var", "home"));

  private static final List<List<String>> DATA =
      List.of(List.of("var", "srv"), List.of("var", "mnt"), List.of("var", "media"));

  private SystemDirectories() {}

  /** Whether {@code path} belongs to the host, or contains something that does. */
  public static boolean contains(HostPath path) {
    List<String> names = path.segments();
    for (List<String> homes : HOMES) {
      // the directory of all homes is not the data of one user
      if (startsWith(names, homes)) {
        return names.size() == homes.size();
      }
    }
    return names.isEmpty()
        || (isSystemPath(names.getFirst()) && DATA.stream().noneMatch(d -> startsWith(names, d)));
  }

  private static boolean isSystemPath(String name) {
    return name.startsWith(HIDDEN) || NAMES.contains(name) || FAMILIES.matcher(name).matches();
  }

  private static boolean startsWith(List<String> names, List<String> first) {
    return names.size() >= first.size() && names.subList(0, first.size()).equals(first);
  }
}
