package dev.eci.installer.dockerd;

import java.util.List;

/**
 * What {@code eci-agent status} tells of the engine.
 *
 * @param pid of dockerd; 0 if it does not run
 * @param installed whether it runs with our runtime
 * @param problem one sentence; empty if all is well
 * @param builds one sentence on why builds are not protected; empty if they are
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
  static final DockerState AWAY =
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
