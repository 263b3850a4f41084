// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The allocated ranges in memory: from base to owners, each with the time it was last seen. */
final class Allocations {
  private final Map<Long, Map<String, Instant>> byBase = new TreeMap<>();
  private final Map<String, Long> byOwner = new HashMap<>();

  Optional<Long> baseOf(String owner) {
    return Optional.ofNullable(byOwner.get(owner));
  }

  boolean has(long base) {
    return byBase.containsKey(base);
  }

  Set<Long> bases() {
    return Set.copyOf(byBase.keySet());
  }

  Set<String> owners(long base) {
    return new TreeSet<>(byBase.getOrDefault(base, Map.of()).keySet());
  }

  /**
   * Takes the range without an owner, for a file that cannot be read. It stays allocated as long as
   * a process has its IDs.
   */
  void reserve(long base) {
    byBase.computeIfAbsent(base, _ -> new HashMap<>());
  }

  void add(long base, String owner, Instant now) {
    byBase.computeIfAbsent(base, _ -> new HashMap<>()).put(owner, now);
    byOwner.put(owner, base);
  }

  /** The range stays allocated. */
  void removeOwner(long base, String owner) {
    Map<String, Instant> owners = byBase.get(base);
    if (owners != null) {
      owners.remove(owner);
    }
    byOwner.remove(owner, base);
  }

  void remove(long base) {
    owners(base).forEach(owner -> byOwner.remove(owner, base));
    byBase.remove(base);
  }

  /** Whether the owner has not been seen since {@code time}. */
  boolean isOlderThan(Instant time, long base, String owner) {
    Instant seen = byBase.getOrDefault(base, Map.of()).get(owner);
    return seen == null || seen.isBefore(time);
  }
}
