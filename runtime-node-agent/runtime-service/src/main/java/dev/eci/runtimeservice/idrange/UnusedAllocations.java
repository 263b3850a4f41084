// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;
import dev.eci.support.host.HostRoot;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What an uninstallation removes: no agent runs then, and no container can start. */
public final class UnusedAllocations {
  private UnusedAllocations() {}

  /**
   * Removes the allocations of containers that are gone, and all files if none is left.
   *
   * @param proc a procfs that shows the node's processes
   */
  public static void remove(HostRoot root, Path proc) throws IOException {
    AllocationFiles files = new AllocationFiles(root.locate(RunPaths.RANGES), _ -> {});
    ContainerStateDirs containers = new ContainerStateDirs(root.locate(RunPaths.CONTAINERS));
    if (!files.exists()) {
      return;
    }
    Set<IdRange> used = new ProcessIdMaps(proc).ranges();
    for (AllocationFiles.AllocationFile allocation : files.readAll()) {
      IdRange range = new IdRange(allocation.base(), IdRange.SIZE);
      if (allocation.owners().orElse(Set.of()).stream().noneMatch(containers::has)
          && used.stream().noneMatch(range::overlaps)) {
        files.remove(allocation.base());
      }
    }
    if (files.readAll().isEmpty()) {
      files.removeDirectory();
    }
  }
}
