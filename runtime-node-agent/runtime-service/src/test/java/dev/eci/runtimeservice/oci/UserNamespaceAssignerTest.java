// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.idrange.RangePool;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.runtimeservice.idrange.FileRangeAllocator;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import dev.eci.runtimeservice.idrange.RangeDeniedException;
import dev.eci.support.host.HostRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserNamespaceAssignerTest {
  private static final long COUNT = 65536;

  @TempDir private Path bundle;

  private final InMemoryRanges memory = new InMemoryRanges();

  @Test
  void mapsIdsThatCommandNames() throws Exception {
    IdMap ids = assign(memory, 0, "chown $OWNER:80000 /x");
    assertThat(ids.contains(70_000)).isTrue();
    assertThat(ids.contains(80_000)).isTrue();
    assertThat(ids.contains(900_000)).isFalse();
  }

  @Test
  void mapsOnlyWhatIsRequiredIfNoMoreIsFree() throws Exception {
    RangeAllocator full =
        new RangeAllocator() {
          @Override
          public IdMap allocate(String owner, RequestedIds ids) throws RangeDeniedException {
            if (ids.windows().size() > 1) {
              throw new RangeDeniedException("no ID range is free");
            }
            return memory.allocate(owner, ids);
          }

          @Override
          public boolean isScarce() {
            return false;
          }

          @Override
          public IdMap share(String owner, IdMap ids) {
            return memory.share(owner, ids);
          }

          @Override
          public void release(String owner) {
            memory.release(owner);
          }
        };
    IdMap ids = assign(full, 70_000, "chown 900000 /x");
    assertThat(ids.contains(70_000)).isTrue();
    assertThat(ids.contains(900_000)).isFalse();
  }

  @Test
  void deniesUserThatCannotBeMappedButNotCommands() throws Exception {
    String many = "chown 900000 a; chown 800000 a; chown 700000 a; chown 600000 a; chown 500000 a";
    assertThat(assign(memory, 70_000, many).contains(70_000)).isTrue();
    assertThatThrownBy(() -> assign(memory, 3_000_000_000L, many))
        .isInstanceOf(CreateDeniedException.class);
  }

  @Test
  void mapsUsersOfImageWithoutLeavingIt() throws Exception {
    Path etc = Files.createDirectories(bundle.resolve("rootfs/etc"));
    Files.writeString(bundle.resolve("outside"), "evil:x:900000:900000::/:\n");
    Files.writeString(etc.resolve("passwd.real"), "app:x:70000:70000::/:\n");
    Files.createSymbolicLink(etc.resolve("passwd"), Path.of("/etc/passwd.real"));
    Files.createSymbolicLink(etc.resolve("group"), Path.of("../../outside"));
    IdMap ids = assign(memory, 0, "true");
    assertThat(ids.contains(70_000)).isTrue();
    assertThat(ids.contains(900_000)).isFalse();

    Files.delete(etc.resolve("group"));
    Files.writeString(etc.resolve("group"), "x:x:900000:\n" + "#".repeat(1 << 17));
    assertThat(assign(new InMemoryRanges(), 0, "true").contains(900_000)).as("too long").isFalse();
  }

  /** Accounts of an image do not fill the pool: 8 slots are enough for 4 containers. */
  @Test
  void wishesLeaveRoomForOtherContainers() throws Exception {
    HostRoot root = new HostRoot(bundle);
    FileRangeAllocator ranges =
        FileRangeAllocator.open(
            root,
            Files.createDirectories(bundle.resolve("proc")),
            new RangePool(3100000000L, 8, List.of()),
            InstantSource.fixed(Instant.EPOCH));
    String spread = "chown 900000 a; chown 800000 a; chown 700000 a; chown 600000 a";

    assertThat(assign(ranges, "a", 0, spread).extents()).hasSize(5);
    assertThat(assign(ranges, "b", 0, spread).extents()).as("no room for the wishes").hasSize(1);
    assertThat(ranges.allocatedCount()).isEqualTo(6);
    assertThat(assign(ranges, "c", 0, "chown 900000 a").extents()).as("scarce").hasSize(1);
    assertThat(assign(ranges, "d", 0, "true").contains(0)).isTrue();
    assertThatThrownBy(() -> assign(ranges, "e", 0, "true"))
        .isInstanceOf(CreateDeniedException.class);
  }

  private IdMap assign(RangeAllocator ranges, long user, String command) throws Exception {
    return assign(ranges, "id", user, command);
  }

  private IdMap assign(RangeAllocator ranges, String id, long user, String command)
      throws Exception {
    String config =
        JsonMapper.builder()
            .build()
            .writeValueAsString(
                Map.of(
                    "process",
                    Map.of(
                        "user",
                        Map.of("uid", user, "gid", 0),
                        "args",
                        List.of("/bin/sh", "-c", command),
                        "env",
                        List.of("PATH=/bin", "OWNER=70000")),
                    "root",
                    Map.of("path", "rootfs"),
                    "linux",
                    Map.of("namespaces", List.of(Map.of("type", "mount")))));
    Spec spec = Spec.parse(config.getBytes(StandardCharsets.UTF_8));
    return ((UserNamespaceAssignment.NewNamespace)
            new UserNamespaceAssigner(
                    ranges,
                    new UserNamespaces(Path.of("/proc")),
                    new AccountFiles(new HostRoot(Path.of("/"))))
                .assign(new ContainerBundle(id, bundle.toString()), spec, COUNT))
        .ids();
  }
}
