// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerdFinderTest {
  @TempDir Path proc;

  @BeforeEach
  void createInit() throws IOException {
    process(1, "systemd", 0, "mnt:[1]", "/", "/sbin/init");
  }

  private void process(
      int pid, String comm, int parent, String mounts, String cgroup, String... line)
      throws IOException {
    Path process = proc.resolve(String.valueOf(pid));
    Files.createDirectories(process.resolve("ns"));
    Files.createSymbolicLink(process.resolve("ns/mnt"), Path.of(mounts));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/real/" + comm));
    Files.writeString(process.resolve("comm"), comm + "\n");
    Files.writeString(process.resolve("status"), "Name:\t" + comm + "\nPPid:\t" + parent + "\n");
    Files.writeString(
        process.resolve("cgroup"), "1:name=systemd:" + cgroup + "\n0::" + cgroup + "\n");
    Files.writeString(process.resolve("cmdline"), String.join("\0", line) + "\0");
    Files.writeString(process.resolve("environ"), "A=b\0PATH=/p:/q\0");
  }

  @Test
  void readsUnitConfigAndPath() throws IOException {
    process(
        50,
        "containerd",
        1,
        "mnt:[1]",
        "/../system.slice/containerd.service",
        "/usr/bin/containerd");
    assertThat(new ContainerdFinder(proc).find())
        .containsExactly(
            new ContainerdService(
                "containerd.service",
                "/usr/bin/containerd",
                "/etc/containerd/config.toml",
                "/p:/q"));
  }

  @Test
  void recognizesDistributionByProcess() throws IOException {
    process(
        50,
        "containerd",
        1,
        "mnt:[1]",
        "/system.slice/k3s.service",
        "containerd",
        "-c",
        "/k3s/config.toml",
        "-a",
        "x");
    ContainerdService k3s = new ContainerdFinder(proc).find().getFirst();
    assertThat(k3s)
        .isEqualTo(
            new ContainerdService("k3s.service", "/real/containerd", "/k3s/config.toml", "/p:/q"));
    assertThat(k3s.generatesConfig()).isTrue();
    assertThat(k3s.configDirectory()).isEqualTo("/k3s");
  }

  @Test
  void ignoresEnginesOfContainersAndDocker() throws IOException {
    process(50, "containerd", 1, "mnt:[2]", "/kubepods/x", "/usr/bin/containerd");
    process(60, "dockerd", 1, "mnt:[1]", "/system.slice/docker.service", "dockerd");
    process(
        61,
        "containerd",
        60,
        "mnt:[1]",
        "/system.slice/docker.service",
        "containerd",
        "--config",
        "/var/run/docker/c.toml");
    process(
        62, "containerd-shim", 1, "mnt:[1]", "/system.slice/containerd.service", "containerd-shim");
    assertThat(new ContainerdFinder(proc).find()).isEmpty();
  }

  @Test
  void findsTheKubeletsDirectory() throws IOException {
    process(
        70,
        "kubelet",
        1,
        "mnt:[1]",
        "/system.slice/kubelet.service",
        "/usr/bin/kubelet",
        "--root-dir=/data/kubelet");
    assertThat(PathAliases.of(ContainerdConfig.parse("state = '/data/run'"), proc))
        .containsEntry("/data/kubelet", "/var/lib/kubelet")
        .containsEntry("/data/run", "/run/containerd")
        .containsEntry("/var/lib/kubelet", "/var/lib/kubelet");
  }
}
