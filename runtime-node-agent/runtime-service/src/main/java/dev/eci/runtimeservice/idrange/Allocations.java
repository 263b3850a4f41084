package dev.eci.runtimeservice.idrange;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ranges that are claimed: from base to owners, each with the time it was heard of last. */
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

  /** Without owner, for a claim that nobody could read: kept as long as somebody has its ids. */
  void reserve(long base) {
    byBase.computeIfAbsent(base, ignored -> new HashMap<>());
  }

  void add(long base, String owner, Instant now) {
    reserve(base);
    byBase.get(base).put(owner, now);
    byOwner.put(owner, base);
  }

  void drop(long base, String owner) {
    byBase.get(base).remove(owner);
    byOwner.remove(owner, base);
  }

  void remove(long base) {
    owners(base).forEach(owner -> byOwner.remove(owner, base));
    byBase.remove(base);
  }

  Instant lastSeen(long base, String owner) {
    return byBase.get(base).get(owner);
  }
}
