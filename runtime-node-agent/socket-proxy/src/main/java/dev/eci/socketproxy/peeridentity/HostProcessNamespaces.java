// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import dev.eci.socketproxy.peeridentity.ProcessEvidence.Inode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The namespaces of processes of the host.
 *
 * @param mounts mount namespaces of the host: those of the first process, the agent, and dockerd
 * @param root the host's root directory
 * @param cgroups of a process of the host
 */
record HostProcessNamespaces(
    Inode user, Inode pid, Set<Inode> mounts, Inode root, Cgroups cgroups) {
  HostProcessNamespaces {
    mounts = Set.copyOf(mounts);
  }

  /**
   * Reads them.
   *
   * @param proc a procfs that shows the host's processes; the agent is in the user and pid
   *     namespaces of the host
   * @param root the host's root directory, as the agent sees it
   * @param processes in mount namespaces of the host; unreadable ones are ignored
   */
  static HostProcessNamespaces read(Path proc, Path root, List<String> processes)
      throws IOException {
    Set<Inode> mounts = new HashSet<>();
    List<Cgroups.Line> cgroups = new ArrayList<>();
    for (String process : processes) {
      try {
        mounts.add(Inode.of(proc.resolve(process).resolve("ns/mnt")));
        cgroups.addAll(
            Cgroups.parse(Files.readString(proc.resolve(process).resolve("cgroup"))).lines());
      } catch (IOException e) {
        // without permission for this process, the others are compared
      }
    }
    return new HostProcessNamespaces(
        Inode.of(proc.resolve("self/ns/user")),
        Inode.of(proc.resolve("self/ns/pid")),
        mounts,
        Inode.of(root),
        new Cgroups(List.copyOf(cgroups)));
  }

  /**
   * Whether a process is one of the host. Services often have a private mount namespace (PrivateTmp
   * and the like), but the root directory of the host.
   */
  boolean has(ProcessEvidence process) {
    return process.userNamespace().equals(user)
        && process.pidNamespace().equals(pid)
        && (mounts.contains(process.mountNamespace()) || process.root().equals(root));
  }
}
