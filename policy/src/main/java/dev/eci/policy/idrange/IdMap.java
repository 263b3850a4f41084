// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which host IDs the IDs of a container are: the lines of its uid_map and gid_map, which are equal
 * (user_namespaces(7)). The first extent starts at 0 inside (ISO-2). Further ones are windows
 * around high IDs that the container names.
 *
 * @param extents ordered by their first ID inside, disjoint inside and outside
 */
public record IdMap(List<Extent> extents) {
  /** The IDs from {@code containerId} up inside are those of {@code range} outside. */
  public record Extent(long containerId, IdRange range) {
    /** The first ID inside after the extent. */
    public long end() {
      return containerId + range.size();
    }
  }

  public IdMap {
    extents = List.copyOf(extents);
    if (extents.isEmpty() || extents.getFirst().containerId() != 0) {
      throw new IllegalArgumentException("an ID map without ID 0: " + extents);
    }
  }

  public static IdMap of(IdRange range) {
    return new IdMap(List.of(new Extent(0, range)));
  }

  /**
   * The map of slots of {@link IdRange#SIZE} IDs.
   *
   * @param slots from the first ID inside to the first ID outside
   * @param count how many of them, consecutive, are the first extent; each other is its own
   */
  public static IdMap ofSlots(SortedMap<Long, Long> slots, int count) {
    long size = count * IdRange.SIZE;
    List<Extent> extents = new ArrayList<>();
    extents.add(new Extent(0, new IdRange(Objects.requireNonNull(slots.get(0L)), size)));
    slots
        .tailMap(size)
        .forEach((id, base) -> extents.add(new Extent(id, new IdRange(base, IdRange.SIZE))));
    return new IdMap(extents);
  }

  /** The text of a uid_map; empty if it is none in which every ID from 0 up is mapped once. */
  public static Optional<IdMap> parse(List<String> lines) {
    try {
      List<Extent> extents = new ArrayList<>();
      for (String line : lines) {
        String[] fields = line.strip().split("\\s+");
        extents.add(
            new Extent(
                Long.parseLong(fields[0]),
                new IdRange(Long.parseLong(fields[1]), Long.parseLong(fields[2]))));
      }
      return Optional.of(new IdMap(extents));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The extent in which the container's root is. */
  public IdRange first() {
    return extents.getFirst().range();
  }

  /** The further extents. */
  public List<Extent> high() {
    return extents.subList(1, extents.size());
  }

  /** Whether the ID exists inside. */
  public boolean contains(long containerId) {
    return extents.stream().anyMatch(e -> containerId >= e.containerId() && containerId < e.end());
  }
}
