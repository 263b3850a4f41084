// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.ProtectedAndUnprotected;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-4: a privileged container is privileged, but not over the node's kernel. */
@RequiresDockerHost
@Order(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelTest {
  private DockerHost host;
  private ProtectedAndUnprotected privilegedPair;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    privilegedPair = ProtectedAndUnprotected.start(host, "attack-kernel", "--privileged");
  }

  @AfterAll
  void end() {
    privilegedPair.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a sysctl of the node gets its own value
        "v=$(cat /proc/sys/vm/stat_interval) && echo $v > /proc/sys/vm/stat_interval",
        "v=$(cat /proc/sys/kernel/panic) && echo $v > /proc/sys/kernel/panic",
        "/srv/attack/kernel open /proc/sys/vm/drop_caches",
        "/srv/attack/kernel open /proc/irq/default_smp_affinity",
        "/srv/attack/kernel open /sys/kernel/mm/ksm/run",
        "/srv/attack/kernel bpf",
        "/srv/attack/kernel clock",
        "/srv/attack/kernel kernel-log",
        "mknod /tmp/disk b 7 0 && rm /tmp/disk",
        "mknod /tmp/memory c 1 1 && rm /tmp/memory",
      })
  @DisplayName("ISO-4: operations on the whole node are denied")
  void deniesChangesToWholeNode(String attack) {
    AttackOutcome.assertSucceeded(attack, privilegedPair.runUnprotected(attack));
    AttackOutcome.assertDeniedByKernel(attack, privilegedPair.runProtected(attack));
  }

  /**
   * A kernel without modules returns ENOSYS to every caller; one with modules checks the right to
   * load them first.
   */
  @ParameterizedTest
  @ValueSource(strings = {"init_module", "finit_module"})
  @DisplayName("ISO-4: no kernel modules")
  void deniesLoadingKernelModules(String call) {
    String without = privilegedPair.runUnprotected("/srv/attack/kernel " + call).out().strip();
    String with = privilegedPair.runProtected("/srv/attack/kernel " + call).out().strip();
    assertThat(without).isIn("ENOEXEC", "ENOSYS");
    assertThat(with).isEqualTo(without.equals("ENOSYS") ? "ENOSYS" : "EPERM");
  }

  @Test
  @DisplayName("ISO-4: /proc/sysrq-trigger does not open for writing")
  void deniesSysrqTrigger() {
    assumeTrue(
        host.exec("test", "-e", "/proc/sysrq-trigger").isSuccess(), "a kernel without SysRq");
    String attack = "/srv/attack/kernel open /proc/sysrq-trigger";
    AttackOutcome.assertSucceeded(attack, privilegedPair.runUnprotected(attack));
    AttackOutcome.assertDeniedByKernel(attack, privilegedPair.runProtected(attack));
  }

  /**
   * The program named there would be run by the kernel as the node's root, outside of everything.
   */
  @Test
  @DisplayName("ISO-4: core_pattern of the node stays as it is")
  void keepsCorePatternOfNode() {
    String file = "/proc/sys/kernel/core_pattern";
    String before = host.read(file).strip();
    String attack = "echo core.eci-attack > " + file;
    try {
      AttackOutcome.assertDeniedByKernel(attack, privilegedPair.runProtected(attack));
      assertThat(host.read(file).strip()).isEqualTo(before);
      AttackOutcome.assertSucceeded(attack, privilegedPair.runUnprotected(attack));
      assertThat(host.read(file).strip()).isEqualTo("core.eci-attack");
    } finally {
      host.write(file, before);
    }
  }

  @Test
  @DisplayName("ISO-6: whatever in /proc and /sys opens for writing belongs to the container")
  void opensOnlySysctlsOfContainer() {
    String all = "/srv/attack/writable /proc/sys /proc/irq /sys";
    assertThat(privilegedPair.runUnprotected(all).out())
        .contains("/proc/sys/kernel/core_pattern", "/sys/");
    List<String> open = privilegedPair.runProtected(all).orThrow().lines().toList();
    assertThat(open).isNotEmpty();
    // of its network, IPC and pid namespace, in the kernel's own order of registration
    assertThat(open)
        .allMatch(path ->
            path.startsWith("/proc/sys/net/")
                || path.startsWith("/proc/sys/fs/mqueue/")
                || path.startsWith("/proc/sys/user/")
                || path.matches(
                    "/proc/sys/kernel/(auto_msgmni|msg\\w+|sem\\w*|shm\\w+|ns_last_pid|pid_max|hostname|domainname)"));
  }

  /**
   * "Shocker" (2014): by a file handle to the root of the file system that a bind mount comes from.
   */
  @Test
  @DisplayName("a bind-mounted file gives no access to the rest of its file system")
  void deniesFileHandlesToHostFileSystem() {
    String canary = "/var/lib/docker/attack-canary";
    host.write(canary, "canary");
    try {
      String attack = "/srv/attack/kernel handle /etc/hosts attack-canary";
      AttackOutcome.assertSucceeded(attack, privilegedPair.runUnprotected(attack));
      AttackOutcome.assertDeniedByKernel(attack, privilegedPair.runProtected(attack));
    } finally {
      host.exec("rm", canary);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mkdir -p /own && mount -t tmpfs none /own && umount /own",
        "mkdir -p /own && mount -t proc none /own && umount /own",
        "/srv/attack/nft",
        "ip link add own0 type bridge && ip link set own0 up && ip link del own0",
        "ip link add own1 type veth peer name own2 && ip link del own1",
        "ip addr add 10.99.0.1/32 dev lo",
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
        "hostname own && [ $(hostname) = own ]",
        "unshare -m -n -p -f true",
        "chown 1000:1000 /tmp && chmod 1777 /tmp && chown 0:0 /tmp",
        "mknod /tmp/pipe p && rm /tmp/pipe",
      })
  @DisplayName("ISO-4: what is the container's own works")
  void allowsChangesToContainerItself(String work) {
    privilegedPair.runProtected(work).orThrow();
  }
}
