package dev.eci.socketproxy.peeridentity;

import java.io.IOException;
import java.util.Optional;

/** Where running containers are on record. */
@FunctionalInterface
interface ContainerRegistry {
  /**
   * Looks one up.
   *
   * @param id in full
   * @return empty if no such container runs here
   * @throws IOException if that cannot be found out
   */
  Optional<ContainerRecord> find(String id) throws IOException;
}
