// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;

/**
 * The links in {@code /proc/<pid>} and {@code /proc/<pid>/task/<tid>} that lead out of procfs: to
 * the process's root, working directory, program, open and mapped files.
 *
 * <p>They are not replaced by the node's root: {@code /proc/4242/root} may be the root of another
 * container, so {@code /proc/4242/root/data} must not match an allowed {@code /data}.
 *
 * <p>Source: proc_pid_root(5), proc_pid_cwd(5), proc_pid_exe(5), proc_pid_fd(5),
 * proc_pid_map_files(5).
 */
final class ProcSymlinks {
  private ProcSymlinks() {}

  static boolean containsLink(List<String> segments) {
    for (int length = 3; length <= Math.min(segments.size(), 6); length++) {
      if (isLink(segments.subList(0, length))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the path is such a link itself. Any name counts as a process: matching too much is
   * safe.
   */
  static boolean isLink(List<String> segments) {
    if (segments.size() < 3 || !segments.getFirst().equals("proc")) {
      return false;
    }
    var inProcess = segments.subList(2, segments.size());
    boolean ofThread = inProcess.size() > 2 && inProcess.getFirst().equals("task");
    var inTask = ofThread ? inProcess.subList(2, inProcess.size()) : inProcess;
    return switch (inTask.size()) {
      case 1 -> List.of("root", "cwd", "exe").contains(inTask.getFirst());
      case 2 -> List.of("fd", "map_files").contains(inTask.getFirst());
      default -> false;
    };
  }
}
