// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * What the kernel reports about a process.
 *
 * @param userNamespace its user namespace
 * @param pidNamespace its pid namespace
 * @param mountNamespace its mount namespace
 * @param root its root directory
 */
record ProcessEvidence(
    Cgroups cgroups,
    Inode userNamespace,
    Inode pidNamespace,
    Inode mountNamespace,
    Inode root,
    HostIdRanges uidMap) {

  /** Identifies a file. Namespaces are files. */
  record Inode(long device, long number) {
    static Inode of(Path file) throws IOException {
      Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
      return new Inode(number(attributes, "dev"), number(attributes, "ino"));
    }

    /** The view has every attribute that was requested. */
    private static long number(Map<String, Object> attributes, String name) {
      return ((Number) Objects.requireNonNull(attributes.get(name))).longValue();
    }
  }

  /**
   * Reads the directory of a process in /proc.
   *
   * @throws IOException if anything cannot be read, for example because the process ends
   */
  static ProcessEvidence read(Path process) throws IOException {
    return new ProcessEvidence(
        Cgroups.parse(Files.readString(process.resolve("cgroup"))),
        Inode.of(process.resolve("ns/user")),
        Inode.of(process.resolve("ns/pid")),
        Inode.of(process.resolve("ns/mnt")),
        Inode.of(process.resolve("root")),
        HostIdRanges.parse(Files.readString(process.resolve("uid_map"))));
  }
}
