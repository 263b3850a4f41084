// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;

/** One entry of {@link RuntimeSocketCatalog}. */
record RuntimeSocketLocation(
    RuntimeSocketKind socket, List<String> pattern, boolean isSocketDirectory) {
  static RuntimeSocketLocation of(RuntimeSocketKind socket, String pattern, boolean tree) {
    return new RuntimeSocketLocation(socket, List.of(pattern.substring(1).split("/", -1)), tree);
  }

  boolean isSocket(List<String> path) {
    return !isSocketDirectory && path.size() == pattern.size() && matchesCommonPrefix(path);
  }

  /**
   * Whether {@code path} is the location or lies below it. Below a file counts too: while the
   * runtime is down, a mount with "create the directory" could put a directory in the place of the
   * socket.
   */
  boolean contains(List<String> path) {
    return path.size() >= pattern.size() && matchesCommonPrefix(path);
  }

  boolean isBelow(List<String> path) {
    return path.size() < pattern.size() && matchesCommonPrefix(path);
  }

  int depth() {
    return pattern.size();
  }

  /** Whether both have the same names as far as both go. */
  private boolean matchesCommonPrefix(List<String> path) {
    for (int i = 0; i < Math.min(path.size(), pattern.size()); i++) {
      if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
