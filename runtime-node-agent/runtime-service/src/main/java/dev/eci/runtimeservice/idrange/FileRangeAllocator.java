// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.NextFit.Choice;
import dev.eci.policy.idrange.RangePool;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import dev.eci.support.log.Log;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Allocates ranges as files in /run/eci/ranges, and avoids IDs of the pool that other processes
 * have. A range is free again when none of its owners has a directory in /run/eci/containers and no
 * process has its IDs.
 */
public final class FileRangeAllocator implements RangeAllocator, IdRangeOwners {
  private static final Log LOG = Log.of(FileRangeAllocator.class);

  /** Within this time after the allocation, eci-runtime has created the container's directory. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** The owner of a range whose file cannot be read: no container has this ID. */
  private static final String UNKNOWN = "?";

  private final RangePool pool;
  private final InstantSource clock;
  private final AllocationFiles files;
  private final ContainerStateDirs containers;
  private final ProcessIdMaps processes;
  private final AllocationRecovery recovery;
  private final Allocations allocations = new Allocations();
  private final SlotRows rows;

  FileRangeAllocator(
      AllocationFiles files,
      ContainerStateDirs containers,
      ProcessIdMaps processes,
      RangePool pool,
      InstantSource clock) {
    this.files = files;
    this.containers = containers;
    this.processes = processes;
    this.pool = pool;
    this.clock = clock;
    this.recovery = new AllocationRecovery(files, containers, pool, clock);
    this.rows = new SlotRows(files, allocations, pool, clock);
  }

  /**
   * Reads which ranges are allocated.
   *
   * @param proc a procfs that shows the node's processes
   * @param clock never steps back or ahead, whatever the node's date
   */
  public static FileRangeAllocator open(
      HostRoot root, Path proc, RangePool pool, InstantSource clock) throws IOException {
    return open(
        root.locate(RunPaths.RANGES),
        root.locate(RunPaths.CONTAINERS),
        proc,
        pool,
        clock,
        FaultPoints.of("ranges"));
  }

  static FileRangeAllocator open(
      Path ranges,
      Path containers,
      Path proc,
      RangePool pool,
      InstantSource clock,
      Consumer<String> reached)
      throws IOException {
    FileRangeAllocator allocator =
        new FileRangeAllocator(
            new AllocationFiles(ranges, reached),
            new ContainerStateDirs(containers),
            new ProcessIdMaps(proc),
            pool,
            clock);
    allocator.recover();
    return allocator;
  }

  @Override
  public synchronized IdMap allocate(String owner, RequestedIds ids) throws RangeDeniedException {
    requireContainerId(owner);
    try {
      recoverIfLost();
      allocations.touch(owner, clock.instant());
      if (!hasFirstExtent(owner, ids.slots())) {
        // a policy changed since, or an allocation was killed halfway
        abandon(owner);
        allocateRow(owner, 0, ids.slots());
      }
      allocateWindows(owner, ids.windows());
      SortedMap<Long, Long> slots = allocations.slotsOf(owner);
      slots
          .keySet()
          .removeIf(id -> id >= ids.slots() * IdRange.SIZE && !ids.windows().contains(id));
      return IdMap.ofSlots(slots, ids.slots());
    } catch (IOException e) {
      throw cannotDetermine(e);
    }
  }

  @Override
  public synchronized IdMap share(String owner, IdMap ids) throws RangeDeniedException {
    requireContainerId(owner);
    try {
      recoverIfLost();
      SortedMap<Long, Long> slots = Slots.of(ids, pool);
      if (!isAllocated(slots)) {
        recover();
      }
      if (!isAllocated(slots)) {
        throw RangeDeniedException.notAllocated(ids.first().base());
      }
      if (!slots.entrySet().containsAll(allocations.slotsOf(owner).entrySet())) {
        throw RangeDeniedException.ofAnotherRange();
      }
      for (Map.Entry<Long, Long> slot : slots.entrySet()) {
        Set<String> owners = allocations.owners(slot.getValue());
        if (owners.add(owner)) {
          files.replace(slot.getValue(), slot.getKey(), owners);
        }
        allocations.add(slot.getValue(), slot.getKey(), owner, clock.instant());
      }
      return ids;
    } catch (IOException e) {
      throw cannotDetermine(e);
    }
  }

  /** The last quarter of the pool is for what containers cannot run without. */
  @Override
  public synchronized boolean isScarce() {
    long available =
        IntStream.range(0, pool.slots()).filter(i -> pool.isAvailable(pool.slot(i))).count();
    return 4L * allocations.bases().size() >= 3 * available;
  }

  /** The range itself is freed by {@link #reap}, which checks that no process has its IDs. */
  @Override
  public synchronized void release(String owner) {
    allocations.touch(owner, Instant.MIN);
  }

  /** Whether the owner has so many consecutive slots from ID 0 up. */
  private boolean hasFirstExtent(String owner, int count) {
    SortedMap<Long, Long> slots = allocations.slotsOf(owner);
    Long base = slots.get(0L);
    return base != null
        && LongStream.range(0, count)
            .map(i -> i * IdRange.SIZE)
            .allMatch(id -> Objects.equals(slots.get(id), base + id));
  }

  private boolean isAllocated(SortedMap<Long, Long> slots) {
    return !slots.isEmpty()
        && slots.entrySet().stream()
            .allMatch(slot ->
                !allocations.owners(slot.getValue()).isEmpty()
                    && allocations.containerId(slot.getValue()) == slot.getKey());
  }

  /** The slots stay allocated until {@link #reap} finds that no process has their IDs. */
  private void abandon(String owner) throws IOException {
    rows.abandon(owner, allocations.slotsOf(owner).values());
  }

  /** No process has IDs of a window that this very call took, so it is free again at once. */
  private void allocateWindows(String owner, Set<Long> windows)
      throws IOException, RangeDeniedException {
    Set<Long> before = allocations.slotsOf(owner).keySet();
    try {
      for (long window : windows) {
        if (!before.contains(window)) {
          allocateRow(owner, window, 1);
        }
      }
    } catch (RangeDeniedException e) {
      for (Map.Entry<Long, Long> slot : allocations.slotsOf(owner).entrySet()) {
        if (!before.contains(slot.getKey())) {
          files.remove(slot.getValue());
          allocations.remove(slot.getValue());
        }
      }
      throw e;
    }
  }

  private void allocateRow(String owner, long containerId, int count)
      throws IOException, RangeDeniedException {
    if (rows.allocate(owner, containerId, count).isPresent()) {
      reap();
      Optional<Choice.Exhausted> exhausted = rows.allocate(owner, containerId, count);
      if (exhausted.isPresent()) {
        throw RangeDeniedException.exhausted(exhausted.get().offered(), count, pool);
      }
    }
  }

  /** Frees ranges that are no longer in use, and scans which IDs of the pool processes have. */
  public synchronized void reap() throws IOException {
    recoverIfLost();
    Set<IdRange> used = processes.ranges();
    rows.avoid(used);
    Instant expired = clock.instant().minus(GRACE);
    for (long base : allocations.bases()) {
      Set<String> before = allocations.owners(base);
      for (String owner : before) {
        if (!containers.has(owner) && allocations.isOlderThan(expired, base, owner)) {
          allocations.removeOwner(base, owner);
        }
      }
      Set<String> left = allocations.owners(base);
      if (!left.isEmpty()) {
        if (left.size() < before.size() || !files.has(base)) {
          files.replace(base, allocations.containerId(base), left);
        }
      } else if (used.stream().noneMatch(new IdRange(base, IdRange.SIZE)::overlaps)) {
        files.remove(base);
        allocations.remove(base);
      }
    }
  }

  @Override
  public synchronized Set<String> ownersOf(IdRange ids) throws IOException {
    recoverIfLost();
    Set<String> owners = new HashSet<>();
    for (long base : allocations.bases()) {
      if (new IdRange(base, IdRange.SIZE).overlaps(ids)) {
        owners.addAll(allocations.owners(base));
        if (allocations.owners(base).isEmpty()) {
          owners.add(UNKNOWN);
        }
      }
    }
    return owners;
  }

  @Override
  public synchronized boolean has(String owner) throws IOException {
    recoverIfLost();
    return !allocations.slotsOf(owner).isEmpty();
  }

  /** How many ranges are allocated. */
  public synchronized int allocatedCount() {
    return allocations.bases().size();
  }

  /** In the notation of the command line, BASE:COUNT. */
  public String pool() {
    return pool.toString();
  }

  private void recoverIfLost() throws IOException {
    if (!files.exists()) {
      LOG.warn("ID range allocations lost, rebuilding", "directory", files.directory());
      recover();
    }
  }

  private void recover() throws IOException {
    recovery.recover(allocations);
    rows.continueAfterLast();
    rows.avoid(processes.ranges());
  }

  private static RangeDeniedException cannotDetermine(IOException e) {
    LOG.error("cannot read ID range allocations", e);
    return RangeDeniedException.undetermined(e);
  }

  private static void requireContainerId(String owner) {
    if (!AllocationFiles.isOwner(owner)) {
      throw new IllegalArgumentException("not the ID of a container: " + owner);
    }
  }
}
