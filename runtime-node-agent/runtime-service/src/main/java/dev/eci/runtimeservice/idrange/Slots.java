// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.RangePool;
import java.util.SortedMap;
import java.util.TreeMap;

/** A container's IDs in terms of the pool: from the first ID inside of each slot to its base. */
final class Slots {
  private Slots() {}

  /** Empty unless the map consists of whole slots of the pool. */
  static SortedMap<Long, Long> of(IdMap map, RangePool pool) {
    SortedMap<Long, Long> slots = new TreeMap<>();
    for (IdMap.Extent extent : map.extents()) {
      for (long offset = 0; offset < extent.range().size(); offset += IdRange.SIZE) {
        long base = extent.range().base() + offset;
        if (extent.range().size() % IdRange.SIZE != 0
            || !pool.isSlot(new IdRange(base, IdRange.SIZE))) {
          return new TreeMap<>();
        }
        slots.put(extent.containerId() + offset, base);
      }
    }
    return slots;
  }
}
