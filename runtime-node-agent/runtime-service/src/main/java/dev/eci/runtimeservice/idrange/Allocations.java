// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The allocated slots of the pool in memory: from base to the first ID inside and the owners, each
 * with the time it was last seen. An owner has one slot for each first ID inside.
 */
final class Allocations {
  private record Slot(long containerId, Map<String, Instant> owners) {}

  private final Map<Long, Slot> byBase = new TreeMap<>();
  private final Map<String, SortedMap<Long, Long>> byOwner = new HashMap<>();

  /** From the first ID inside to the base of the slot. */
  SortedMap<Long, Long> slotsOf(String owner) {
    return new TreeMap<>(byOwner.getOrDefault(owner, new TreeMap<>()));
  }

  boolean has(long base) {
    return byBase.containsKey(base);
  }

  Set<Long> bases() {
    return Set.copyOf(byBase.keySet());
  }

  Set<String> owners(long base) {
    Slot slot = byBase.get(base);
    return slot == null ? Set.of() : new TreeSet<>(slot.owners().keySet());
  }

  /** The first ID inside of the slot; 0 if the slot is not allocated. */
  long containerId(long base) {
    Slot slot = byBase.get(base);
    return slot == null ? 0 : slot.containerId();
  }

  /**
   * Takes the slot without an owner, for a file that cannot be read. It stays allocated as long as
   * a process has its IDs.
   */
  void reserve(long base) {
    byBase.computeIfAbsent(base, _ -> new Slot(0, new HashMap<>()));
  }

  /** A slot without owners gets this first ID inside; otherwise it stays as it is. */
  void add(long base, long containerId, String owner, Instant now) {
    Slot slot = byBase.get(base);
    if (slot == null || slot.owners().isEmpty()) {
      slot = new Slot(containerId, new HashMap<>());
      byBase.put(base, slot);
    }
    slot.owners().put(owner, now);
    byOwner.computeIfAbsent(owner, _ -> new TreeMap<>()).put(slot.containerId(), base);
  }

  /** Sets when the owner was last seen, for all its slots. */
  void touch(String owner, Instant now) {
    slotsOf(owner)
        .values()
        .forEach(base -> {
          Slot slot = byBase.get(base);
          if (slot != null) {
            slot.owners().put(owner, now);
          }
        });
  }

  /** The slot stays allocated. */
  void removeOwner(long base, String owner) {
    Slot slot = byBase.get(base);
    if (slot != null) {
      slot.owners().remove(owner);
    }
    SortedMap<Long, Long> slots = byOwner.get(owner);
    if (slots != null) {
      slots.values().remove(base);
      if (slots.isEmpty()) {
        byOwner.remove(owner);
      }
    }
  }

  void remove(long base) {
    owners(base).forEach(owner -> removeOwner(base, owner));
    byBase.remove(base);
  }

  /** Whether the owner has not been seen since {@code time}. */
  boolean isOlderThan(Instant time, long base, String owner) {
    Slot slot = byBase.get(base);
    Instant seen = slot == null ? null : slot.owners().get(owner);
    return seen == null || seen.isBefore(time);
  }
}
