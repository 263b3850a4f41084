// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Allocates ranges in memory, for one test. */
public final class InMemoryRanges implements RangeAllocator {
  static final long FIRST = 1879048192L;

  private final Map<String, IdRange> allocations = new LinkedHashMap<>();
  private long next = FIRST;

  @Override
  public IdRange allocate(String owner) {
    return allocations.computeIfAbsent(owner, _ -> new IdRange(next += IdRange.SIZE, IdRange.SIZE));
  }

  @Override
  public IdRange share(String owner, long base) {
    return allocations.computeIfAbsent(owner, _ -> new IdRange(base, IdRange.SIZE));
  }

  @Override
  public void release(String owner) {
    allocations.remove(owner);
  }

  public Map<String, IdRange> allocations() {
    return allocations;
  }
}
