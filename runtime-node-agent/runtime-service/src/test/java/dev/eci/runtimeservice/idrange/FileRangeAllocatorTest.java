// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.IdMap.Extent;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.RangePool;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-2 holds after crashes and losses. Uses real processes in real user namespaces. */
class FileRangeAllocatorTest {
  /** Not the default pool, because agents may run on this machine. */
  private static final RangePool POOL = new RangePool(3000000000L, 4, List.of());

  private static final long SLOT = IdRange.SIZE;

  @TempDir Path directory;
  private Instant now = Instant.EPOCH;
  private final List<Process> started = new ArrayList<>();

  /** No code catches it, so it acts like the end of the process. */
  private static final class SimulatedKillError extends Error {
    private static final long serialVersionUID = 1;
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void allocatesOneRangePerOwner() throws Exception {
    FileRangeAllocator allocator = open();

    assertThat(allocate(allocator, "a")).isEqualTo(slot(0));
    assertThat(allocate(allocator, "b")).isEqualTo(slot(1));
    assertThat(allocate(allocator, "a")).isEqualTo(slot(0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(0))))
        .isEqualTo("rw-------");
  }

  @Test
  void continuesAllocationAfterRestart() throws Exception {
    allocate(open(), "a");
    FileRangeAllocator next = open();

    assertThat(allocate(next, "a")).isEqualTo(slot(0));
    assertThat(allocate(next, "b")).isEqualTo(slot(1));
    next.release("b");
    next.reap();
    assertThat(allocate(open(), "c")).isEqualTo(slot(2));
  }

  @Test
  void reportsExhaustionUntilOwnerIsGone() throws Exception {
    FileRangeAllocator allocator = open();
    for (String owner : List.of("a", "b", "c", "d")) {
      allocate(allocator, owner);
    }
    assertThatThrownBy(() -> allocate(allocator, "e"))
        .isInstanceOf(RangeDeniedException.class)
        .hasMessageContainingAll("all 4 of pool 3000000000:262144", "/etc/subuid");
    container("a", "{\"base\":%d}".formatted(slot(0).base()));
    now = now.plusSeconds(121);
    assertThat(allocate(allocator, "e")).isEqualTo(slot(1));
    assertThat(allocate(allocator, "a")).isEqualTo(slot(0));
  }

  @Test
  void freesRangeWhenLastOwnerIsGone() throws Exception {
    FileRangeAllocator allocator = open();
    IdRange range = allocate(allocator, "a");
    assertThat(allocator.share("b", shown(range.base())).first()).isEqualTo(range);
    container("b", "{}");
    now = now.plusSeconds(121);
    allocator.reap();
    assertThat(Files.readString(file(0))).isEqualTo("b\n");
    assertThat(allocator.allocatedCount()).isOne();

    Files.delete(directory.resolve("containers/b/state.json"));
    Files.delete(directory.resolve("containers/b"));
    allocator.reap();
    assertThat(allocator.allocatedCount()).isZero();
    assertThat(file(0)).doesNotExist();
  }

  @Test
  void rejectsSharingUnallocatedOrOffsetRange() throws Exception {
    FileRangeAllocator allocator = open();
    allocate(allocator, "a");
    process(slot(2).base());

    assertThatThrownBy(() -> allocator.share("b", shown(slot(2).base())))
        .isInstanceOf(RangeDeniedException.class);
    assertThatThrownBy(() -> allocator.share("b", shown(slot(0).base() + 100)))
        .isInstanceOf(RangeDeniedException.class);
    allocate(allocator, "c");
    assertThatThrownBy(() -> allocator.share("c", shown(slot(0).base())))
        .isInstanceOf(RangeDeniedException.class);
  }

  @Test
  void keepsRangeWhileProcessRemains() throws Exception {
    FileRangeAllocator allocator = open();
    Process left = process(allocate(allocator, "a").base());
    now = now.plusSeconds(121);
    allocator.reap();
    assertThat(allocator.allocatedCount()).isOne();

    left.destroyForcibly().waitFor();
    allocator.reap();
    assertThat(allocator.allocatedCount()).isZero();
  }

  @Test
  void skipsRangesUsedByOtherTools() throws Exception {
    process(slot(0).base() + 100);
    process(slot(3).base());

    assertThat(allocate(open(), "a")).isEqualTo(slot(2));
  }

  @Test
  void rebuildsLostStoreFromRunningProcesses() throws Exception {
    FileRangeAllocator allocator = open();
    allocate(allocator, "a");
    allocate(allocator, "b");
    container("a", "{\"base\":%d}".formatted(slot(0).base()));
    process(slot(1).base());
    delete(store());

    // this agent still has them in memory, the next one reads containers and processes
    assertThat(allocate(allocator, "c")).isEqualTo(slot(2));
    assertThat(allocate(allocator, "a")).isEqualTo(slot(0));
    delete(store());
    FileRangeAllocator next = open();
    assertThat(allocate(next, "d")).isEqualTo(slot(2));
    assertThat(allocate(next, "a")).isEqualTo(slot(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x\n", "\0\0\0", "a b\n"})
  void keepsUnreadableAllocationWhileInUse(String content) throws Exception {
    allocate(open(), "a");
    Files.writeString(file(0), content);
    Process left = process(slot(0).base());
    FileRangeAllocator next = open();
    next.reap();
    assertThat(allocate(next, "b")).isEqualTo(slot(1));
    assertThat(next.allocatedCount()).isEqualTo(2);

    left.destroyForcibly().waitFor();
    next.reap();
    assertThat(next.allocatedCount()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "linked", "replaced", "removed", "last"})
  void recoversFromKillAtEachStep(String point) throws Exception {
    FileRangeAllocator before = open();
    allocate(before, "a");
    FileRangeAllocator killed = open(killAt(point));
    assertThatThrownBy(
            () -> {
              allocate(killed, "b");
              killed.share("c", shown(slot(0).base()));
              killed.release("b");
              killed.reap();
            })
        .isInstanceOf(SimulatedKillError.class);

    FileRangeAllocator next = open();
    Set<IdRange> given =
        new HashSet<>(List.of(allocate(next, "a"), allocate(next, "x"), allocate(next, "y")));
    assertThat(given).hasSize(3).contains(slot(0));
    now = now.plusSeconds(121);
    next.reap();
    assertThat(next.allocatedCount()).isZero();
    assertThat(open().allocatedCount()).isZero();
  }

  @Test
  void allocatesWindowsAroundHighIds() throws Exception {
    FileRangeAllocator allocator = open();
    RequestedIds ids = RequestedIds.of(SLOT, List.of(0L, 65535L, 70000L, 1234567L, 1234568L));

    IdMap given = allocator.allocate("a", ids);

    assertThat(given.extents())
        .containsExactly(
            new Extent(0, slot(0)), new Extent(65536, slot(1)), new Extent(18 * SLOT, slot(2)));
    assertThat(allocate(allocator, "b")).isEqualTo(slot(3));
    assertThat(allocator.allocate("a", ids)).isEqualTo(given);
    FileRangeAllocator next = open();
    assertThat(next.allocate("a", ids)).isEqualTo(given);
    assertThat(allocate(next, "a")).as("without its windows").isEqualTo(slot(0));
    assertThat(next.ownersOf(slot(2))).containsExactly("a");
  }

  @Test
  void takesNoWindowIfOneIsMissing() throws Exception {
    FileRangeAllocator allocator = open();
    allocate(allocator, "a");
    assertThat(allocator.isScarce()).isFalse();
    List<Long> high = List.of(70_000L, 1_234_567L, 2_345_678L);
    assertThatThrownBy(() -> allocator.allocate("b", RequestedIds.of(SLOT, high)))
        .isInstanceOf(RangeDeniedException.class);

    assertThat(allocator.allocatedCount()).isEqualTo(2);
    assertThat(open().allocatedCount()).as("for the next agent").isEqualTo(2);
    allocate(allocator, "c");
    assertThat(allocator.isScarce()).isTrue();
    allocate(allocator, "d");
  }

  @Test
  void freesWindowsOnlyWhenNoProcessHasTheirIds() throws Exception {
    FileRangeAllocator allocator = open();
    allocator.allocate("a", RequestedIds.of(SLOT, List.of(1234567L)));
    Process left = process(slot(1).base());
    now = now.plusSeconds(121);
    allocator.reap();
    assertThat(allocator.allocatedCount()).isOne();
    assertThat(open().allocatedCount()).as("for the next agent").isOne();
    assertThat(allocate(allocator, "b")).isEqualTo(slot(2));

    left.destroyForcibly().waitFor();
    now = now.plusSeconds(121);
    allocator.reap();
    assertThat(allocator.allocatedCount()).isZero();
  }

  @Test
  void sharesWholeMapsOnly() throws Exception {
    FileRangeAllocator allocator = open();
    IdMap given = allocator.allocate("a", RequestedIds.of(SLOT, List.of(1234567L)));
    allocate(allocator, "other");

    assertThat(allocator.share("b", given)).isEqualTo(given);
    assertThat(allocator.ownersOf(slot(1))).containsExactly("a", "b");
    assertThatThrownBy(() ->
            allocator.share(
                "c", new IdMap(List.of(new Extent(0, slot(0)), new Extent(18 * SLOT, slot(2))))))
        .as("a window that is the range of another container")
        .isInstanceOf(RangeDeniedException.class);
    assertThatThrownBy(() ->
            allocator.share(
                "c", new IdMap(List.of(new Extent(0, slot(0)), new Extent(19 * SLOT, slot(1))))))
        .as("a window elsewhere inside")
        .isInstanceOf(RangeDeniedException.class);
  }

  @Test
  void allocatesWideRangesInOnePiece() throws Exception {
    FileRangeAllocator allocator = open();
    allocate(allocator, "a");
    RequestedIds wide = RequestedIds.of(2 * SLOT, List.of());

    IdMap given = allocator.allocate("b", wide);
    assertThat(given).isEqualTo(IdMap.of(new IdRange(slot(1).base(), 2 * SLOT)));
    assertThat(open().allocate("b", wide)).isEqualTo(given);
    assertThatThrownBy(() -> allocator.allocate("c", wide))
        .isInstanceOf(RangeDeniedException.class)
        .hasMessageContainingAll(
            "no 2 consecutive ID ranges are free", "among the 4", "/etc/subuid");
    assertThat(allocate(allocator, "c")).isEqualTo(slot(3));
  }

  /** The container is created again after its policy changed. */
  @Test
  void replacesRangeOfAnotherWidth() throws Exception {
    FileRangeAllocator allocator = open();
    allocate(allocator, "a");

    assertThat(allocator.allocate("a", RequestedIds.of(2 * SLOT, List.of())).first())
        .isEqualTo(new IdRange(slot(1).base(), 2 * SLOT));
    assertThat(allocator.allocatedCount()).isEqualTo(3);
    allocator.reap();
    assertThat(allocator.allocatedCount()).isEqualTo(2);
  }

  @Test
  void rebuildsLostWindowsFromContainers() throws Exception {
    FileRangeAllocator allocator = open();
    RequestedIds ids = RequestedIds.of(SLOT, List.of(1234567L));
    IdMap given = allocator.allocate("a", ids);
    container(
        "a",
        """
        {"base":%d,"size":65536,"rootfs":{"extents":[{"containerID":1179648,"hostID":%d,"size":65536}]}}
        """
            .formatted(slot(0).base(), slot(1).base()));
    delete(store());

    FileRangeAllocator next = open();
    assertThat(next.allocatedCount()).isEqualTo(2);
    assertThat(next.allocate("a", ids)).isEqualTo(given);
    assertThat(allocate(next, "b")).isEqualTo(slot(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "linked", "last"})
  void recoversFromKillAmidWindows(String point) throws Exception {
    RequestedIds ids = RequestedIds.of(2 * SLOT, List.of(1234567L));
    for (int step = 1; step <= 3; step++) {
      int[] left = {step};
      FileRangeAllocator killed =
          open(reached -> {
            if (reached.equals(point) && --left[0] == 0) {
              throw new SimulatedKillError();
            }
          });
      try {
        killed.allocate("a", ids);
      } catch (SimulatedKillError e) {
        // the next agent finds what was written
      }
      FileRangeAllocator next = open();
      Set<IdRange> others = new HashSet<>();
      next.allocate("a", ids).extents().forEach(e -> others.add(e.range()));
      assertThat(others).hasSize(2).allSatisfy(r -> assertThat(POOL.overlaps(r)).isTrue());
      assertThat(allocate(next, "b")).matches(r -> others.stream().noneMatch(r::overlaps));
      now = now.plusSeconds(121);
      next.reap();
      assertThat(next.allocatedCount()).isZero();
    }
  }

  private static IdRange allocate(FileRangeAllocator allocator, String owner)
      throws RangeDeniedException {
    IdMap ids = allocator.allocate(owner, RequestedIds.USUAL);
    assertThat(ids.high()).isEmpty();
    return ids.first();
  }

  /** A uid_map as the agent reads it. */
  private static IdMap shown(long base) {
    return IdMap.of(new IdRange(base, SLOT));
  }

  private Consumer<String> killAt(String point) {
    boolean[] armed = {false};
    return reached -> {
      // opening rewrites the files; the kill is for the steps after that
      armed[0] |= reached.equals("opened");
      if (armed[0] && reached.equals(point)) {
        throw new SimulatedKillError();
      }
    };
  }

  /** After an uninstallation: what a container or a process still has stays. */
  @Test
  void uninstallRemovesRangesThatNothingHas() throws Exception {
    Path ranges = Files.createDirectories(directory.resolve("run/eci/ranges"));
    Path container = Files.createDirectories(directory.resolve("run/eci/containers/alive"));
    Path gone = Files.writeString(ranges.resolve(Long.toString(POOL.base())), "gone\n");
    Path alive = Files.writeString(ranges.resolve(Long.toString(POOL.base() + SLOT)), "alive\n");
    long last = POOL.base() + 2 * SLOT;
    Path used = Files.writeString(ranges.resolve(Long.toString(last)), "gone too\n");
    Files.writeString(ranges.resolve("last"), last + "\n");
    Process process = process(last);

    HostRoot root = new HostRoot(directory);
    UnusedAllocations.remove(root, Path.of("/proc"));
    assertThat(gone).doesNotExist();
    assertThat(alive).exists();
    assertThat(used).exists();

    Files.delete(container);
    process.destroyForcibly().waitFor();
    UnusedAllocations.remove(root, Path.of("/proc"));
    assertThat(ranges).doesNotExist();
    UnusedAllocations.remove(root, Path.of("/proc"));
  }

  private FileRangeAllocator open() throws IOException {
    return open(step -> {});
  }

  private FileRangeAllocator open(Consumer<String> reached) throws IOException {
    FileRangeAllocator allocator =
        FileRangeAllocator.open(
            store(), directory.resolve("containers"), Path.of("/proc"), POOL, () -> now, reached);
    reached.accept("opened");
    return allocator;
  }

  /** Starts a process that sleeps in a user namespace whose root is {@code base}. */
  private Process process(long base) throws Exception {
    Process process = new ProcessBuilder("unshare", "-U", "sleep", "60").start();
    started.add(process);
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
    while (Files.readSymbolicLink(proc.resolve("ns/user")).equals(own)) {
      Thread.sleep(5);
    }
    Files.writeString(proc.resolve("uid_map"), "0 %d 65536".formatted(base));
    Files.writeString(proc.resolve("gid_map"), "0 %d 65536".formatted(base));
    return process;
  }

  private void container(String id, String state) throws IOException {
    Path container = Files.createDirectories(directory.resolve("containers").resolve(id));
    Files.writeString(container.resolve("state.json"), state);
  }

  private static IdRange slot(int index) {
    return POOL.slot(index);
  }

  private Path store() {
    return directory.resolve("ranges");
  }

  private Path file(int slot) {
    return store().resolve(Long.toString(POOL.base() + slot * SLOT));
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
