package dev.eci.agent.oci;

import dev.eci.agent.ranges.RangeClaims;
import dev.eci.policy.range.IdRange;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ranges that end with the test. */
public final class InMemoryRanges implements RangeClaims {
  static final long FIRST = 1879048192L;

  private final Map<String, IdRange> claims = new LinkedHashMap<>();
  private long next = FIRST;

  @Override
  public IdRange claim(String owner) {
    return claims.computeIfAbsent(owner, _ -> new IdRange(next += IdRange.SIZE, IdRange.SIZE));
  }

  @Override
  public IdRange join(String owner, long base) {
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
