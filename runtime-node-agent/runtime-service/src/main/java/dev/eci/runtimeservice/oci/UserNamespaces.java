// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads the user namespaces of the node's processes.
 *
 * @param proc a procfs that shows the node's processes
 */
record UserNamespaces(Path proc) {
  /** A key that is equal for two processes only if they are in the same user namespace. */
  Object namespaceOf(String process) throws IOException {
    UnixAttributes namespace = UnixAttributes.read(proc.resolve(process).resolve("ns/user"));
    return List.of(namespace.device(), namespace.inode());
  }

  /**
   * The first host ID of the process's user namespace. Empty unless it maps IDs 0 to {@code size} -
   * 1 to the same UIDs and GIDs in one piece, as all namespaces of the agent do and the node's own
   * does not.
   */
  OptionalLong base(String process, long size) throws IOException {
    OptionalLong users = base(proc.resolve(process).resolve("uid_map"), size);
    return users.equals(base(proc.resolve(process).resolve("gid_map"), size))
        ? users
        : OptionalLong.empty();
  }

  private static OptionalLong base(Path map, long size) throws IOException {
    List<String> lines = Files.readAllLines(map);
    if (lines.size() != 1) {
      return OptionalLong.empty();
    }
    String[] fields = lines.getFirst().strip().split("\\s+");
    return fields.length == 3 && fields[0].equals("0") && fields[2].equals(Long.toString(size))
        ? OptionalLong.of(Long.parseLong(fields[1]))
        : OptionalLong.empty();
  }
}
