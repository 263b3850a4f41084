// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.support.host.UnixAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the user namespaces of the node's processes.
 *
 * @param proc a procfs that shows the node's processes
 */
record UserNamespaces(Path proc) {
  /** Lower IDs belong to the node's own users. */
  private static final long FIRST_CONTAINER_ID = 65536;

  /** A key that is equal for two processes only if they are in the same user namespace. */
  Object namespaceOf(String process) throws IOException {
    UnixAttributes namespace = UnixAttributes.read(proc.resolve(process).resolve("ns/user"));
    return List.of(namespace.device(), namespace.inode());
  }

  /**
   * The IDs of the process's user namespace. Empty unless UIDs and GIDs are mapped alike, ID 0 is
   * mapped, and all are whole ranges above the node's own IDs, as in all namespaces of the agent.
   */
  Optional<IdMap> ids(String process) throws IOException {
    Optional<IdMap> users = map(process, "uid_map");
    return users.equals(map(process, "gid_map")) ? users : Optional.empty();
  }

  private Optional<IdMap> map(String process, String file) throws IOException {
    return IdMap.parse(Files.readAllLines(proc.resolve(process).resolve(file)))
        .filter(ids ->
            ids.extents().stream()
                .allMatch(e ->
                    e.range().base() >= FIRST_CONTAINER_ID
                        && e.range().size() % IdRange.SIZE == 0));
  }
}
