// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.dockerapi.EngineApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds out which running containers are protected. The engine lists them, and the kernel shows
 * their IDs (ISO-8).
 *
 * @param proc a procfs that shows the host's processes
 */
public record DockerInventory(Path proc) {
  /** A running container that is not protected, and the reason. */
  public record UnprotectedContainer(String id, String name, String image, String because) {}

  /** All running containers. */
  public record InventoryResult(int protectedCount, List<UnprotectedContainer> unprotected) {
    public static final InventoryResult NONE = new InventoryResult(0, List.of());

    public InventoryResult {
      unprotected = List.copyOf(unprotected);
    }
  }

  public InventoryResult count(EngineApi api) throws IOException {
    return count(new ContainerLister(api).list(false));
  }

  InventoryResult count(List<DockerContainer> running) {
    int protectedCount = 0;
    List<UnprotectedContainer> others = new ArrayList<>();
    for (DockerContainer container : running) {
      if (!container.running() || container.pid() <= 0) {
        continue;
      }
      boolean hasRuntime = container.runtime().equals(DaemonJson.RUNTIME);
      if (hasRuntime && hasMappedIds(container.pid())) {
        protectedCount++;
      } else {
        others.add(
            new UnprotectedContainer(
                container.id(),
                container.name(),
                container.image(),
                hasRuntime
                    ? "it has no private user namespace"
                    : "it was created with runtime \"%s\"; recreate it to protect it"
                        .formatted(container.runtime())));
      }
    }
    others.sort(Comparator.comparing(UnprotectedContainer::name));
    return new InventoryResult(protectedCount, others);
  }

  private boolean hasMappedIds(long pid) {
    try {
      String[] first =
          Files.readString(proc.resolve(String.valueOf(pid)).resolve("uid_map"))
              .strip()
              .split("\\s+", -1);
      // "0 <base> <size>"; the host's own map starts at base 0
      return first.length >= 3 && Long.parseLong(first[1]) > 0;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
