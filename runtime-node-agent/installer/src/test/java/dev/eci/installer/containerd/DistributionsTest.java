// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finds the containerd of each distribution, as its documentation and units start it. */
class DistributionsTest {
  @TempDir Path proc;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kubeadm | containerd.service | /usr/bin/containerd | /etc/containerd/config.toml | false
          k3s | k3s.service | containerd -c /var/lib/rancher/k3s/agent/etc/containerd/config.toml -a /run/k3s/containerd/containerd.sock --state /run/k3s/containerd --root /var/lib/rancher/k3s/agent/containerd | /var/lib/rancher/k3s/agent/etc/containerd/config.toml | true
          k3s agent | k3s-agent.service | containerd -c /var/lib/rancher/k3s/agent/etc/containerd/config.toml | /var/lib/rancher/k3s/agent/etc/containerd/config.toml | true
          rke2 | rke2-server.service | containerd -c /var/lib/rancher/rke2/agent/etc/containerd/config.toml -a /run/k3s/containerd/containerd.sock | /var/lib/rancher/rke2/agent/etc/containerd/config.toml | true
          rke2 agent | rke2-agent.service | containerd -c /var/lib/rancher/rke2/agent/etc/containerd/config.toml | /var/lib/rancher/rke2/agent/etc/containerd/config.toml | true
          k0s | k0scontroller.service | /var/lib/k0s/bin/containerd --root=/var/lib/k0s/containerd --state=/run/k0s/containerd --address=/run/k0s/containerd.sock --config=/etc/k0s/containerd.toml | /etc/k0s/containerd.toml | true
          k0s worker | k0sworker.service | /var/lib/k0s/bin/containerd --config=/etc/k0s/containerd.toml | /etc/k0s/containerd.toml | true
          microk8s | snap.microk8s.daemon-containerd.service | /snap/microk8s/7394/bin/containerd --config /var/snap/microk8s/7394/args/containerd.toml --root /var/snap/microk8s/common/var/lib/containerd | /var/snap/microk8s/7394/args/containerd.toml | true
          NixOS | containerd.service | /nix/store/abc-containerd-2.1.4/bin/containerd --config /nix/store/def-containerd.toml | /nix/store/def-containerd.toml | false
          """)
  void findsContainerdOfDistribution(
      String name, String unit, String line, String config, boolean generated) throws IOException {
    Files.createDirectories(proc.resolve("1/ns"));
    Files.createSymbolicLink(proc.resolve("1/ns/mnt"), Path.of("mnt:[1]"));
    Files.writeString(proc.resolve("1/comm"), "systemd\n");
    Path process = Files.createDirectories(proc.resolve("50"));
    Files.createDirectories(process.resolve("ns"));
    Files.createSymbolicLink(process.resolve("ns/mnt"), Path.of("mnt:[1]"));
    Files.createSymbolicLink(process.resolve("exe"), Path.of("/real/bin/containerd"));
    Files.writeString(process.resolve("comm"), "containerd\n");
    Files.writeString(process.resolve("status"), "PPid:\t1\n");
    Files.writeString(process.resolve("cgroup"), "0::/system.slice/" + unit + "\n");
    Files.writeString(process.resolve("cmdline"), line.replace(' ', '\0') + "\0");
    Files.writeString(process.resolve("environ"), "PATH=/bin\0");

    ContainerdService containerdService = new ContainerdFinder(proc).find().getFirst();
    assertThat(containerdService.unit()).isEqualTo(unit);
    assertThat(containerdService.config()).isEqualTo(config);
    assertThat(containerdService.binary()).startsWith("/").endsWith("/containerd");
    assertThat(containerdService.generatesConfig())
        .as("is overwritten at every start")
        .isEqualTo(generated);
  }
}
