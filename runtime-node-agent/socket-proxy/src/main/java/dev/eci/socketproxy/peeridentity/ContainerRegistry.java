// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.peeridentity;

import java.io.IOException;
import java.util.Optional;

/** The records of running containers. */
@FunctionalInterface
interface ContainerRegistry {
  /**
   * Finds a container.
   *
   * @param id in full
   * @return empty if no such container runs on this host
   * @throws IOException if the records cannot be read
   */
  Optional<ContainerRecord> find(String id) throws IOException;
}
