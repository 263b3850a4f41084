package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.IdRange;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ranges that end with the test. */
public final class InMemoryRanges implements RangeAllocator {
  static final long FIRST = 1879048192L;

  private final Map<String, IdRange> claims = new LinkedHashMap<>();
  private long next = FIRST;

  @Override
  public IdRange allocate(String owner) {
    return claims.computeIfAbsent(owner, _ -> new IdRange(next += IdRange.SIZE, IdRange.SIZE));
  }

  @Override
  public IdRange share(String owner, long base) {
    return claims.computeIfAbsent(owner, _ -> new IdRange(base, IdRange.SIZE));
  }

  @Override
  public void release(String owner) {
    claims.remove(owner);
  }

  public Map<String, IdRange> claims() {
    return claims;
  }
}
