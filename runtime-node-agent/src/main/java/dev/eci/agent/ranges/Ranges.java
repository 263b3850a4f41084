package dev.eci.agent.ranges;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.log.Log;
import dev.eci.policy.range.IdRange;
import dev.eci.policy.range.NextFit;
import dev.eci.policy.range.NextFit.Choice;
import dev.eci.policy.range.RangePool;
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
public final class Ranges implements RangeClaims, RangeOwners {
  private static final Log LOG = Log.of(Ranges.class);

  /** From a claim until the launcher has made the container's directory, or never will. */
  static final Duration GRACE = Duration.ofMinutes(2);

  /** Who has a range whose claim nobody could read: no container has this id. */
  private static final String UNKNOWN = "?";

  private final RangePool pool;
  private final InstantSource clock;
  private final ClaimFiles files;
  private final Containers containers;
  private final Processes processes;
  private final Claims claims = new Claims();
  private Set<IdRange> used = Set.of();
  private long last;

  Ranges(
      ClaimFiles files,
      Containers containers,
      Processes processes,
      RangePool pool,
      InstantSource clock) {
    this.files = files;
    this.containers = containers;
    this.processes = processes;
    this.pool = pool;
    this.clock = clock;
  }

  /**
   * Finds out what is claimed.
   *
   * @param proc a procfs that shows the node's processes
   * @param clock never steps back or ahead, whatever the node's date
   */
  public static Ranges open(HostRoot root, Path proc, RangePool pool, InstantSource clock)
      throws IOException {
    return open(root.at("/run/eci"), proc, pool, clock, step -> {});
  }

  static Ranges open(
      Path directory, Path proc, RangePool pool, InstantSource clock, Consumer<String> reached)
      throws IOException {
    Ranges ranges =
        new Ranges(
            new ClaimFiles(directory.resolve("ranges"), reached),
            new Containers(directory.resolve("containers")),
            new Processes(proc),
            pool,
            clock);
    ranges.recover();
    return ranges;
  }

  @Override
  public synchronized IdRange claim(String owner) throws RangeRefused {
    named(owner);
    try {
      intact();
      if (claims.of(owner).isPresent()) {
        long base = claims.of(owner).get();
        claims.add(base, owner, clock.instant());
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
          claims.add(last, owner, clock.instant());
          return range;
        }
        claims.hold(last);
        choice = choose();
      }
      throw exhausted(((Choice.Exhausted) choice).offered());
    } catch (IOException e) {
      throw unknown(e);
    }
  }

  @Override
  public synchronized IdRange join(String owner, long base) throws RangeRefused {
    named(owner);
    try {
      intact();
      if (claims.owners(base).isEmpty()) {
        recover();
      }
      if (claims.owners(base).isEmpty()) {
        throw new RangeRefused(
            "enhanced container isolation: ids from %d up belong to no container of this runtime, so their namespaces cannot be shared; create that container anew under this runtime."
                .formatted(base));
      }
      if (claims.of(owner).filter(other -> other != base).isPresent()) {
        throw new RangeRefused(
            "enhanced container isolation: the container has an id range already, and cannot share namespaces with one of another range.");
      }
      Set<String> owners = claims.owners(base);
      if (owners.add(owner)) {
        files.replace(base, owners);
      }
      claims.add(base, owner, clock.instant());
      return new IdRange(base, IdRange.SIZE);
    } catch (IOException e) {
      throw unknown(e);
    }
  }

  /** The range itself is given back by {@link #reap}, which looks whether anybody has it. */
  @Override
  public synchronized void release(String owner) {
    claims.of(owner).ifPresent(base -> claims.add(base, owner, Instant.MIN));
  }

  /** Gives back what nobody owns any more, and looks who else has ids of the pool. */
  public synchronized void reap() throws IOException {
    intact();
    used = processes.ranges();
    Instant expired = clock.instant().minus(GRACE);
    for (long base : claims.bases()) {
      Set<String> before = claims.owners(base);
      for (String owner : before) {
        if (!containers.has(owner) && claims.heard(base, owner).isBefore(expired)) {
          claims.drop(base, owner);
        }
      }
      Set<String> left = claims.owners(base);
      if (!left.isEmpty()) {
        if (left.size() < before.size() || !files.has(base)) {
          files.replace(base, left);
        }
      } else if (used.stream().noneMatch(new IdRange(base, IdRange.SIZE)::overlaps)) {
        files.remove(base);
        claims.remove(base);
      }
    }
  }

  @Override
  public synchronized Set<String> of(IdRange ids) throws IOException {
    intact();
    Set<String> owners = new HashSet<>();
    for (long base : claims.bases()) {
      if (new IdRange(base, IdRange.SIZE).overlaps(ids)) {
        owners.addAll(claims.owners(base));
        if (claims.owners(base).isEmpty()) {
          owners.add(UNKNOWN);
        }
      }
    }
    return owners;
  }

  @Override
  public synchronized boolean has(String owner) throws IOException {
    intact();
    return claims.of(owner).isPresent();
  }

  /** How many ranges are claimed. */
  public synchronized int claimed() {
    return claims.bases().size();
  }

  /** As people write it, BASE:COUNT. */
  public String pool() {
    return pool.toString();
  }

  private void intact() throws IOException {
    if (!files.there()) {
      LOG.warn("the claims of id ranges are lost and made anew", "directory", files.directory());
      recover();
    }
  }

  /** What memory, files, containers and processes know, together. */
  private void recover() throws IOException {
    files.make();
    last = last == 0 ? files.last() : last;
    for (ClaimFiles.Found found : files.all()) {
      if (found.owners().isEmpty()) {
        LOG.warn(
            "a claim cannot be read; its range is kept until nobody has its ids",
            "base",
            found.base());
      }
      claims.hold(found.base());
      found.owners().orElse(Set.of()).forEach(owner -> learn(found.base(), owner));
    }
    for (Map.Entry<String, Long> container : containers.bases().entrySet()) {
      if (pool.isSlot(new IdRange(container.getValue(), IdRange.SIZE))) {
        learn(container.getValue(), container.getKey());
      }
    }
    used = processes.ranges();
    for (long base : claims.bases()) {
      files.replace(base, new TreeSet<>(claims.owners(base)));
    }
  }

  private void learn(long base, String owner) {
    if (claims.of(owner).isEmpty()) {
      claims.add(base, owner, clock.instant());
    }
  }

  private Choice choose() {
    return NextFit.choose(
        pool, last, range -> claims.has(range.base()) || used.stream().anyMatch(range::overlaps));
  }

  private RangeRefused exhausted(int offered) {
    return new RangeRefused(
        "enhanced container isolation: no id range is free: all %d of pool %s are in use; enlarge it by a line eci:BASE:COUNT in the node's /etc/subuid and /etc/subgid, then restart the node agent."
            .formatted(offered, pool));
  }

  private static RangeRefused unknown(IOException e) {
    LOG.error("id ranges cannot be told apart", e);
    return new RangeRefused(
        "enhanced container isolation: it cannot be told which id ranges are free: %s; look at /run/eci/ranges on the node."
            .formatted(e.getMessage()));
  }

  private static void named(String owner) {
    if (!ClaimFiles.isOwner(owner)) {
      throw new IllegalArgumentException("not the id of a container: " + owner);
    }
  }
}
