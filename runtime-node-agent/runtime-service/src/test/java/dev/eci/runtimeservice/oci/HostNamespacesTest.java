// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This process acts as the node's first one, and its other namespaces as those of containers. */
class HostNamespacesTest {
  @TempDir Path proc;
  @TempDir Path node;
  private HostNamespaces namespaces;

  @BeforeEach
  void createLinks() throws IOException {
    Path own = Path.of("/proc/self/ns");
    Files.createDirectories(proc.resolve("1/ns"));
    Files.createDirectories(proc.resolve("70/ns"));
    Files.createDirectories(node.resolve("run/netns"));
    Files.createSymbolicLink(proc.resolve("1/ns/net"), own.resolve("net"));
    Files.createSymbolicLink(proc.resolve("70/ns/net"), own.resolve("uts"));
    Files.createSymbolicLink(proc.resolve("70/ns/same"), own.resolve("net"));
    Files.createFile(node.resolve("run/netns/plain"));
    namespaces = new HostNamespaces(new HostRoot(node), proc);
  }

  @Test
  void recognizesPrivateNamespaceByInode() {
    assertThat(namespaces.isPrivate("network", "/proc/70/ns/net")).isTrue();
    assertThat(namespaces.isPrivate("network", "/proc/70/ns/same")).isFalse();
    assertThat(namespaces.isPrivate("network", "/proc/1/ns/net")).isFalse();
  }

  @Test
  void treatsOtherPathsAsNotPrivate() {
    assertThat(namespaces.isPrivate("network", "/run/netns/plain")).isFalse();
    assertThat(namespaces.isPrivate("network", "/run/netns/gone")).isFalse();
    assertThat(namespaces.isPrivate("network", "relative")).isFalse();
    assertThat(namespaces.isPrivate("network", "/proc/1/root/run/netns/plain")).isFalse();
    assertThat(namespaces.isPrivate("network", "/proc/70/ns/../../1/ns/net")).isFalse();
    assertThat(namespaces.isPrivate("time", "/proc/70/ns/net")).isFalse();
  }

  /** If process 1 is not readable, other processes of the node and the IDs decide. */
  @Test
  void comparesWithOtherNodeProcessesAndIdMaps() throws IOException {
    Files.delete(proc.resolve("1/ns/net"));
    assertThat(namespaces.isPrivate("network", "/proc/70/ns/net")).isFalse();

    Files.createDirectories(proc.resolve("5/ns"));
    Files.createSymbolicLink(proc.resolve("5/ns/net"), Path.of("/proc/self/ns/net"));
    HostNamespaces withOthers = new HostNamespaces(new HostRoot(node), proc, () -> List.of("5"));
    for (String map : List.of("0 1879048192 65536", "0 0 4294967295", "0 1000 65536")) {
      Files.writeString(proc.resolve("70/uid_map"), map);
      Files.writeString(proc.resolve("70/gid_map"), map);
      assertThat(withOthers.isPrivate("network", "/proc/70/ns/net"))
          .isEqualTo(map.startsWith("0 187"));
      assertThat(withOthers.isPrivate("network", "/proc/70/ns/same")).isFalse();
    }
  }
}
