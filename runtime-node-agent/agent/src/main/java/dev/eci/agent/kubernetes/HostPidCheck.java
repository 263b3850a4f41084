// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Checks that process 1 in the agent's procfs is the node's. If it were the container's own, the
 * node's namespaces would look like those of containers, and every check of them would be
 * worthless.
 */
final class HostPidCheck {
  private HostPidCheck() {}

  static void check(HostRoot root, Path proc) throws IOException {
    if (!attributes(proc.resolve("1/root/.")).equals(attributes(root.locate("/")))) {
      throw new IllegalStateException(
          "process 1 does not live in %s: run the agent with hostPID: true, as privileged, and with the node's root at --host-root"
              .formatted(root.root()));
    }
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:dev,ino");
  }
}
