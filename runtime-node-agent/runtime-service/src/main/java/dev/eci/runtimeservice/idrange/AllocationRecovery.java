// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.RangePool;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/** Completes the allocations in memory from files and containers, and writes missing files. */
record AllocationRecovery(
    AllocationFiles files, ContainerStateDirs containers, RangePool pool, InstantSource clock) {
  private static final Log LOG = Log.of(FileRangeAllocator.class);

  void recover(Allocations allocations) throws IOException {
    files.createDirectory();
    for (AllocationFiles.AllocationFile file : files.readAll()) {
      if (file.owners().isEmpty()) {
        LOG.warn(
            "cannot read an allocation; its range stays allocated until no process has its IDs",
            "base",
            file.base());
      }
      allocations.reserve(file.base());
      file.owners()
          .orElse(Set.of())
          .forEach(owner -> adopt(allocations, file.base(), file.containerId(), owner));
    }
    for (Map.Entry<String, IdMap> container : containers.maps().entrySet()) {
      Slots.of(container.getValue(), pool)
          .forEach((id, base) -> adopt(allocations, base, id, container.getKey()));
    }
    for (long base : allocations.bases()) {
      files.replace(base, allocations.containerId(base), allocations.owners(base));
    }
  }

  /**
   * An owner has one slot for each first ID inside. Memory has precedence, then the files, then the
   * containers.
   */
  private void adopt(Allocations allocations, long base, long containerId, String owner) {
    if (!allocations.slotsOf(owner).containsKey(containerId)) {
      allocations.add(base, containerId, owner, clock.instant());
    }
  }
}
