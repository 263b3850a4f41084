// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import java.util.List;

/**
 * The state of the engine that {@code eci-agent status} prints.
 *
 * @param pid of dockerd; 0 if it does not run
 * @param installed whether it has loaded the runtime eci
 * @param problem one sentence; empty if there is none
 * @param builds why builds are not protected, as one sentence; empty if they are
 */
public record DockerState(
    long pid,
    String version,
    String config,
    String socket,
    boolean installed,
    String problem,
    String builds,
    int protectedContainers,
    List<DockerInventory.UnprotectedContainer> unprotected) {
  static final DockerState UNAVAILABLE =
      new DockerState(0, "", "", "", false, "dockerd does not run", "", 0, List.of());

  DockerState withInventory(DockerInventory.InventoryResult inventoryResult) {
    return new DockerState(
        pid,
        version,
        config,
        socket,
        installed,
        problem,
        builds,
        inventoryResult.protectedCount(),
        inventoryResult.unprotected());
  }
}
