// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.idrange.RangePool;
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

    assertThat(allocator.allocate("a")).isEqualTo(slot(0));
    assertThat(allocator.allocate("b")).isEqualTo(slot(1));
    assertThat(allocator.allocate("a")).isEqualTo(slot(0));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(0))))
        .isEqualTo("rw-------");
  }

  @Test
  void continuesAllocationAfterRestart() throws Exception {
    open().allocate("a");
    FileRangeAllocator next = open();

    assertThat(next.allocate("a")).isEqualTo(slot(0));
    assertThat(next.allocate("b")).isEqualTo(slot(1));
    next.release("b");
    next.reap();
    assertThat(open().allocate("c")).isEqualTo(slot(2));
  }

  @Test
  void reportsExhaustionUntilOwnerIsGone() throws Exception {
    FileRangeAllocator allocator = open();
    for (String owner : List.of("a", "b", "c", "d")) {
      allocator.allocate(owner);
    }
    assertThatThrownBy(() -> allocator.allocate("e"))
        .isInstanceOf(RangeDeniedException.class)
        .hasMessageContainingAll("all 4 of pool 3000000000:262144", "/etc/subuid");
    container("a", "{\"base\":%d}".formatted(slot(0).base()));
    now = now.plusSeconds(121);
    assertThat(allocator.allocate("e")).isEqualTo(slot(1));
    assertThat(allocator.allocate("a")).isEqualTo(slot(0));
  }

  @Test
  void freesRangeWhenLastOwnerIsGone() throws Exception {
    FileRangeAllocator allocator = open();
    IdRange range = allocator.allocate("a");
    assertThat(allocator.share("b", range.base())).isEqualTo(range);
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
    allocator.allocate("a");
    process(slot(2).base());

    assertThatThrownBy(() -> allocator.share("b", slot(2).base()))
        .isInstanceOf(RangeDeniedException.class);
    assertThatThrownBy(() -> allocator.share("b", slot(0).base() + 100))
        .isInstanceOf(RangeDeniedException.class);
    allocator.allocate("c");
    assertThatThrownBy(() -> allocator.share("c", slot(0).base()))
        .isInstanceOf(RangeDeniedException.class);
  }

  @Test
  void keepsRangeWhileProcessRemains() throws Exception {
    FileRangeAllocator allocator = open();
    Process left = process(allocator.allocate("a").base());
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

    assertThat(open().allocate("a")).isEqualTo(slot(2));
  }

  @Test
  void rebuildsLostStoreFromRunningProcesses() throws Exception {
    FileRangeAllocator allocator = open();
    allocator.allocate("a");
    allocator.allocate("b");
    container("a", "{\"base\":%d}".formatted(slot(0).base()));
    process(slot(1).base());
    delete(store());

    // this agent still has them in memory, the next one reads containers and processes
    assertThat(allocator.allocate("c")).isEqualTo(slot(2));
    assertThat(allocator.allocate("a")).isEqualTo(slot(0));
    delete(store());
    FileRangeAllocator next = open();
    assertThat(next.allocate("d")).isEqualTo(slot(2));
    assertThat(next.allocate("a")).isEqualTo(slot(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x\n", "\0\0\0", "a b\n"})
  void keepsUnreadableAllocationWhileInUse(String content) throws Exception {
    open().allocate("a");
    Files.writeString(file(0), content);
    Process left = process(slot(0).base());
    FileRangeAllocator next = open();
    next.reap();
    assertThat(next.allocate("b")).isEqualTo(slot(1));
    assertThat(next.allocatedCount()).isEqualTo(2);

    left.destroyForcibly().waitFor();
    next.reap();
    assertThat(next.allocatedCount()).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"written", "linked", "replaced", "removed", "last"})
  void recoversFromKillAtEachStep(String point) throws Exception {
    FileRangeAllocator before = open();
    before.allocate("a");
    FileRangeAllocator killed = open(killAt(point));
    assertThatThrownBy(
            () -> {
              killed.allocate("b");
              killed.share("c", slot(0).base());
              killed.release("b");
              killed.reap();
            })
        .isInstanceOf(SimulatedKillError.class);

    FileRangeAllocator next = open();
    Set<IdRange> given =
        new HashSet<>(List.of(next.allocate("a"), next.allocate("x"), next.allocate("y")));
    assertThat(given).hasSize(3).contains(slot(0));
    now = now.plusSeconds(121);
    next.reap();
    assertThat(next.allocatedCount()).isZero();
    assertThat(open().allocatedCount()).isZero();
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
    FileRangeAllocator.removeUnused(root, Path.of("/proc"));
    assertThat(gone).doesNotExist();
    assertThat(alive).exists();
    assertThat(used).exists();

    Files.delete(container);
    process.destroyForcibly().waitFor();
    FileRangeAllocator.removeUnused(root, Path.of("/proc"));
    assertThat(ranges).doesNotExist();
    FileRangeAllocator.removeUnused(root, Path.of("/proc"));
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
