// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Allocates ranges in memory, for one test. */
public final class InMemoryRanges implements RangeAllocator {
  static final long FIRST = 1879048192L;

  private final Map<String, IdMap> allocations = new LinkedHashMap<>();
  private long next = FIRST;

  @Override
  public IdMap allocate(String owner, RequestedIds ids) {
    return allocations.computeIfAbsent(owner, _ -> create(ids));
  }

  private IdMap create(RequestedIds ids) {
    SortedMap<Long, Long> slots = new TreeMap<>();
    for (long id = 0; id < ids.slots() * IdRange.SIZE; id += IdRange.SIZE) {
      slots.put(id, next += IdRange.SIZE);
    }
    ids.windows().forEach(id -> slots.put(id, next += IdRange.SIZE));
    return IdMap.ofSlots(slots, ids.slots());
  }

  @Override
  public boolean isScarce() {
    return false;
  }

  @Override
  public IdMap share(String owner, IdMap ids) {
    return allocations.computeIfAbsent(owner, _ -> ids);
  }

  @Override
  public void release(String owner) {
    allocations.remove(owner);
  }

  public Map<String, IdMap> allocations() {
    return allocations;
  }
}
