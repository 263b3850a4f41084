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
 * What a process of the host itself has.
 *
 * @param mounts mount namespaces of the host: the first process's, our own, dockerd's
 * @param root the host's root directory
 * @param cgroups of a process of the host
 */
record HostProcessNamespaces(
    Inode user, Inode pid, Set<Inode> mounts, Inode root, Cgroups cgroups) {
  HostProcessNamespaces {
    mounts = Set.copyOf(mounts);
  }

  /**
   * Reads it.
   *
   * @param proc a procfs that shows the host's processes; the agent itself is in the host's user
   *     and pid namespaces
   * @param root the host's root directory, as it is found here
   * @param processes those in the host's mount namespaces; one that cannot be read does not count
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
        // who may not look at it has others to compare with
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
   * Whether a process has what the host's own have. Services have mounts of their own as often as
   * not (PrivateTmp and the like), but on the host's root directory.
   */
  boolean has(ProcessEvidence process) {
    return process.user().equals(user)
        && process.pid().equals(pid)
        && (mounts.contains(process.mount()) || process.root().equals(root));
  }
}
