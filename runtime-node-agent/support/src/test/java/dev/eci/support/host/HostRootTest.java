// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRootTest {
  @TempDir Path directory;
  private HostRoot root;

  @BeforeEach
  void createFiles() throws IOException {
    root = new HostRoot(directory);
    Files.createDirectories(directory.resolve("data/etc"));
    Files.createDirectories(directory.resolve("run/netns"));
    Files.createDirectories(directory.resolve("var"));
    Files.createDirectories(directory.resolve("proc/1"));
    link("etc", "/data/etc");
    link("var/run", "../run");
    link("escape", "../../../..");
    link("loop", "/loop");
    link("proc/1/root", "/elsewhere");
  }

  private void link(String from, String to) throws IOException {
    Files.createSymbolicLink(directory.resolve(from), Path.of(to));
  }

  @Test
  void followsLinksAsTheNodeWould() throws IOException {
    assertThat(root.locate("/etc/containerd/config.toml"))
        .isEqualTo(directory.resolve("data/etc/containerd/config.toml"));
    assertThat(root.real("/var/run/netns/cni-1")).isEqualTo("/run/netns/cni-1");
    assertThat(root.real("//var/./run//x/../y")).isEqualTo("/run/y");
    assertThat(root.locate("/")).isEqualTo(directory);
  }

  @Test
  void neverLeavesTheNode() throws IOException {
    assertThat(root.real("/escape/etc/passwd")).isEqualTo("/data/etc/passwd");
    assertThat(root.real("/../../etc/passwd")).isEqualTo("/data/etc/passwd");
  }

  @Test
  void keepsMagicLinksOfProc() throws IOException {
    assertThat(root.real("/proc/1/root/etc")).isEqualTo("/proc/1/root/etc");
  }

  @Test
  void saysByWhichLinksPathLeadsWhereAndWhoControlsThem() throws IOException {
    Files.createDirectories(directory.resolve("users"));
    link("users/tz", "/var/run/tz");
    link("zone", "users/tz");
    HostRoot.Resolution resolution = root.resolution("/zone/x");
    assertThat(resolution.target()).isEqualTo("/run/tz/x");
    assertThat(resolution.links()).containsExactly("/zone", "/users/tz", "/var/run");
    boolean isRoot = UnixAttributes.read(directory).uid() == 0;
    assertThat(resolution.isRootControlled()).isEqualTo(isRoot);

    Files.setPosixFilePermissions(
        directory.resolve("users"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(root.resolution("/zone").isRootControlled()).isFalse();
    assertThat(root.resolution("/etc/x").isRootControlled()).isEqualTo(isRoot);
    assertThat(root.resolution("/users/plain"))
        .isEqualTo(new HostRoot.Resolution("/users/plain", List.of(), true));
  }

  @Test
  void rejectsLoopsAndRelativePaths() {
    assertThatThrownBy(() -> root.locate("/loop/x")).isInstanceOf(FileSystemLoopException.class);
    assertThatThrownBy(() -> root.locate("etc")).isInstanceOf(IllegalArgumentException.class);
  }
}
