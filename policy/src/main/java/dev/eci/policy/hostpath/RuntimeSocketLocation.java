package dev.eci.policy.hostpath;

import java.util.List;

/** One line of {@link RuntimeSocketCatalog}. */
record RuntimeSocketLocation(
    RuntimeSocketKind socket, List<String> pattern, boolean isSocketDirectory) {
  static RuntimeSocketLocation of(RuntimeSocketKind socket, String pattern, boolean tree) {
    return new RuntimeSocketLocation(socket, List.of(pattern.substring(1).split("/", -1)), tree);
  }

  boolean isSocket(List<String> path) {
    return !isSocketDirectory && path.size() == pattern.size() && matchesCommonPrefix(path);
  }

  /**
   * At or below the place. Below a file counts too: while the engine is down, a mount with "create
   * the directory" could put a directory where the socket belongs.
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

  /** Whether both name the same as far as both go. */
  private boolean matchesCommonPrefix(List<String> path) {
    for (int i = 0; i < Math.min(path.size(), pattern.size()); i++) {
      if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }
}
