// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs commands on the node. */
@FunctionalInterface
public interface NodeCommands {
  /**
   * Runs a command to its end.
   *
   * @throws IOException if it cannot be started, or has not ended after {@code limit}
   */
  CommandResult run(Duration limit, List<String> command) throws IOException;

  default CommandResult run(Duration limit, String... command) throws IOException {
    return run(limit, List.of(command));
  }
}
