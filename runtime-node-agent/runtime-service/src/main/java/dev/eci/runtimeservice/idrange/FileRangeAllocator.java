package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.NextFit;
import dev.eci.policy.idrange.NextFit.Choice;
import dev.eci.policy.idrange.RangePool;
import dev.eci.policy.message.Messages;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Claims in /run/eci/ranges, and who else has ids of the pool. A range is free again when none of
 * its owners has a directory in /run/eci/containers, and no process has its ids.
 */
public final class FileRangeAllocator implements RangeAllocator, IdRangeOwners {
  private static final Log LOG = Log.of(FileRangeAllocator.class);

  /** From a claim until the launcher has made the container's directory, or never will. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** Who has a range whose claim nobody could read: no container has this id. */
  private static final String UNKNOWN = "?";

  private final RangePool pool;
  private final InstantSource clock;
  private final AllocationFiles files;
  private final ContainerStateDirs containerStateDirs;
  private final ProcessIdMaps processIdMaps;
  private final Allocations allocations = new Allocations();
  private Set<IdRange> used = Set.of();
  private long last;

  FileRangeAllocator(
      AllocationFiles files,
      ContainerStateDirs containerStateDirs,
      ProcessIdMaps processIdMaps,
      RangePool pool,
      InstantSource clock) {
    this.files = files;
    this.containerStateDirs = containerStateDirs;
    this.processIdMaps = processIdMaps;
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Finds out what is claimed.
   *
   * @param proc a procfs that shows the node's processes
   * @param clock never steps back or ahead, whatever the node's date
   */
  public static FileRangeAllocator open(
      HostRoot root, Path proc, RangePool pool, InstantSource clock) throws IOException {
    return open(root.locate("/run/eci"), proc, pool, clock, step -> {});
  }

  static FileRangeAllocator open(
      Path directory, Path proc, RangePool pool, InstantSource clock, Consumer<String> reached)
      throws IOException {
    FileRangeAllocator fileRangeAllocator =
        new FileRangeAllocator(
            new AllocationFiles(directory.resolve("ranges"), reached),
            new ContainerStateDirs(directory.resolve("containers")),
            new ProcessIdMaps(proc),
            pool,
            clock);
    fileRangeAllocator.recover();
    return fileRangeAllocator;
  }

  @Override
  public synchronized IdRange allocate(String owner) throws RangeDeniedException {
    requireContainerId(owner);
    try {
      recoverIfLost();
      if (allocations.baseOf(owner).isPresent()) {
        long base = allocations.baseOf(owner).get();
        allocations.add(base, owner, clock.instant());
        return new IdRange(base, IdRange.SIZE);
      }
      Choice choice = choose();
      if (choice instanceof Choice.Exhausted) {
        reap();
        choice = choose();
      }
      while (choice instanceof Choice.Given(IdRange range)) {
        last = range.base();
        // the turn before the claim: a crash between them skips a range, and reuses none early
        files.last(last);
        if (files.create(last, Set.of(owner))) {
          allocations.add(last, owner, clock.instant());
          return range;
        }
        allocations.reserve(last);
        choice = choose();
      }
      throw exhausted(((Choice.Exhausted) choice).offered());
    } catch (IOException e) {
      throw cannotDetermine(e);
    }
  }

  @Override
  public synchronized IdRange share(String owner, long base) throws RangeDeniedException {
    requireContainerId(owner);
    try {
      recoverIfLost();
      if (allocations.owners(base).isEmpty()) {
        recover();
      }
      if (allocations.owners(base).isEmpty()) {
        throw new RangeDeniedException(
            Messages.PREFIX
                + "ids from %d up belong to no container of this runtime, so their namespaces cannot be shared; create that container anew under this runtime."
                    .formatted(base));
      }
      if (allocations.baseOf(owner).filter(other -> other != base).isPresent()) {
        throw new RangeDeniedException(
            Messages.PREFIX
                + "the container has an id range already, and cannot share namespaces with one of another range.");
      }
      Set<String> owners = allocations.owners(base);
      if (owners.add(owner)) {
        files.replace(base, owners);
      }
      allocations.add(base, owner, clock.instant());
      return new IdRange(base, IdRange.SIZE);
    } catch (IOException e) {
      throw cannotDetermine(e);
    }
  }

  /** The range itself is given back by {@link #reap}, which looks whether anybody has it. */
  @Override
  public synchronized void release(String owner) {
    allocations.baseOf(owner).ifPresent(base -> allocations.add(base, owner, Instant.MIN));
  }

  /** Gives back what nobody owns any more, and looks who else has ids of the pool. */
  public synchronized void reap() throws IOException {
    recoverIfLost();
    used = processIdMaps.ranges();
    Instant expired = clock.instant().minus(GRACE);
    for (long base : allocations.bases()) {
      Set<String> before = allocations.owners(base);
      for (String owner : before) {
        if (!containerStateDirs.has(owner) && allocations.lastSeen(base, owner).isBefore(expired)) {
          allocations.drop(base, owner);
        }
      }
      Set<String> left = allocations.owners(base);
      if (!left.isEmpty()) {
        if (left.size() < before.size() || !files.has(base)) {
          files.replace(base, left);
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
    return allocations.baseOf(owner).isPresent();
  }

  /** How many ranges are claimed. */
  public synchronized int allocatedCount() {
    return allocations.bases().size();
  }

  /** As people write it, BASE:COUNT. */
  public String pool() {
    return pool.toString();
  }

  private void recoverIfLost() throws IOException {
    if (!files.exists()) {
      LOG.warn("the claims of id ranges are lost and made anew", "directory", files.directory());
      recover();
    }
  }

  /** What memory, files, containers and processes know, together. */
  private void recover() throws IOException {
    files.make();
    last = last == 0 ? files.last() : last;
    for (AllocationFiles.AllocationFile allocationFile : files.all()) {
      if (allocationFile.owners().isEmpty()) {
        LOG.warn(
            "a claim cannot be read; its range is kept until nobody has its ids",
            "base",
            allocationFile.base());
      }
      allocations.reserve(allocationFile.base());
      allocationFile
          .owners()
          .orElse(Set.of())
          .forEach(owner -> adopt(allocationFile.base(), owner));
    }
    for (Map.Entry<String, Long> container : containerStateDirs.bases().entrySet()) {
      if (pool.isSlot(new IdRange(container.getValue(), IdRange.SIZE))) {
        adopt(container.getValue(), container.getKey());
      }
    }
    used = processIdMaps.ranges();
    for (long base : allocations.bases()) {
      files.replace(base, new TreeSet<>(allocations.owners(base)));
    }
  }

  private void adopt(long base, String owner) {
    if (allocations.baseOf(owner).isEmpty()) {
      allocations.add(base, owner, clock.instant());
    }
  }

  private Choice choose() {
    return NextFit.choose(
        pool,
        last,
        range -> allocations.has(range.base()) || used.stream().anyMatch(range::overlaps));
  }

  private RangeDeniedException exhausted(int offered) {
    return new RangeDeniedException(
        Messages.PREFIX
            + "no id range is free: all %d of pool %s are in use; enlarge it by a line eci:BASE:COUNT in the node's /etc/subuid and /etc/subgid, then restart the node agent."
                .formatted(offered, pool));
  }

  private static RangeDeniedException cannotDetermine(IOException e) {
    LOG.error("id ranges cannot be told apart", e);
    return new RangeDeniedException(
        Messages.PREFIX
            + "it cannot be told which id ranges are free: %s; look at /run/eci/ranges on the node."
                .formatted(e.getMessage()));
  }

  private static void requireContainerId(String owner) {
    if (!AllocationFiles.isOwner(owner)) {
      throw new IllegalArgumentException("not the id of a container: " + owner);
    }
  }
}
