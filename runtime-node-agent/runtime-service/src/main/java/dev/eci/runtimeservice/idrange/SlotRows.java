// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.NextFit;
import dev.eci.policy.idrange.NextFit.Choice;
import dev.eci.policy.idrange.RangePool;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Takes rows of consecutive free slots of the pool. Not safe for threads. */
final class SlotRows {
  private final AllocationFiles files;
  private final Allocations allocations;
  private final RangePool pool;
  private final InstantSource clock;

  /** Ranges that processes had at the last scan. */
  private Set<IdRange> used = Set.of();

  /** The base that was allocated last; 0 if none was. */
  private long last;

  SlotRows(AllocationFiles files, Allocations allocations, RangePool pool, InstantSource clock) {
    this.files = files;
    this.allocations = allocations;
    this.pool = pool;
    this.clock = clock;
  }

  /** Takes no slot with one of these IDs, although it may be allocated to no container. */
  void avoid(Set<IdRange> ranges) {
    used = ranges;
  }

  /** Continues after the slot that an earlier agent allocated last. */
  void continueAfterLast() {
    last = last == 0 ? files.readLast() : last;
  }

  /**
   * Allocates consecutive slots, of which the first starts at {@code containerId} inside.
   *
   * @return empty on success
   */
  Optional<Choice.Exhausted> allocate(String owner, long containerId, int count)
      throws IOException {
    while (true) {
      switch (choose(count)) {
        case Choice.Exhausted exhausted -> {
          return Optional.of(exhausted);
        }
        case Choice.Chosen(IdRange range) -> {
          // first the position, then the allocation: a crash between them skips a range and reuses
          // none too early
          last = range.end() - IdRange.SIZE;
          files.writeLast(last);
          if (create(owner, containerId, range)) {
            return Optional.empty();
          }
        }
      }
    }
  }

  /** The slots stay allocated until no process has their IDs. */
  void abandon(String owner, Collection<Long> bases) throws IOException {
    for (long base : bases) {
      allocations.removeOwner(base, owner);
      files.replace(base, allocations.containerId(base), allocations.owners(base));
    }
  }

  /** False if another agent has one of the slots; those taken before are abandoned. */
  private boolean create(String owner, long containerId, IdRange range) throws IOException {
    for (long base = range.base(); base < range.end(); base += IdRange.SIZE) {
      long id = containerId + base - range.base();
      if (!files.create(base, id, Set.of(owner))) {
        allocations.reserve(base);
        long taken = (base - range.base()) / IdRange.SIZE;
        abandon(
            owner,
            LongStream.range(0, taken).mapToObj(i -> range.base() + i * IdRange.SIZE).toList());
        return false;
      }
      allocations.add(base, id, owner, clock.instant());
    }
    return true;
  }

  private Choice choose(int count) {
    return NextFit.choose(
        pool,
        last,
        count,
        range -> allocations.has(range.base()) || used.stream().anyMatch(range::overlaps));
  }
}
