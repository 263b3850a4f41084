// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import java.util.List;
import java.util.Optional;

/**
 * A small file system with device nodes for one container, which eci-runtime creates
 * (docs/protocol.md).
 *
 * @param name of the directory that it is mounted on
 * @param owner the node's ID of the container's root, to whom directories and links belong
 * @param size its limit, in bytes
 * @param noexec whether programs on it cannot be executed
 * @param label the SELinux label of its files
 */
public record DeviceFiles(
    String name,
    long owner,
    long size,
    boolean noexec,
    Optional<String> label,
    List<Node> nodes,
    List<Link> links) {
  public DeviceFiles {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /**
   * A device node or a named pipe.
   *
   * @param path relative to the file system's root
   * @param type c, b or p
   * @param mode permissions
   * @param uid of its owner on the node
   * @param gid of its group on the node
   */
  public record Node(
      String path, String type, long major, long minor, int mode, long uid, long gid) {}

  /** A symbolic link. */
  public record Link(String path, String target) {}
}
