// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.escape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.CanaryFiles;
import dev.eci.system.attack.ProtectedAndUnprotected;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CVE-2025-31133 (/dev/null replaced by a link, so that the masked paths become a writable mount of
 * a file in /proc), CVE-2025-52565 (the same with /dev/console) and CVE-2025-52881 (what the
 * runtime writes to /proc goes elsewhere).
 *
 * <p>All three end in one situation: the container's root, or the runtime on its way into the
 * container, has a file of the node's procfs open to write, sysrq-trigger or core_pattern.
 * Simulated: that mount is made by the test, as runc 1.3.6 has the races closed. Real: the node's
 * own /proc, and the kernel's answer. The file is written with the value it has.
 */
@RequiresDockerHost
@Order(125)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MaskedPathMountTest {
  private static final String SWITCH = "/proc/sys/kernel/core_pattern";

  private DockerHost host;
  private ProtectedAndUnprotected protectedAndUnprotected;
  private CanaryFiles files;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    files = CanaryFiles.create(host, "mounted");
    protectedAndUnprotected =
        ProtectedAndUnprotected.start(
            host, "attack-mounted", "--cap-add=SYS_ADMIN", "--security-opt=systempaths=unconfined");
    for (long pid :
        new long[] {
          protectedAndUnprotected.unprotectedPid(), protectedAndUnprotected.protectedPid()
        }) {
      bind(pid, SWITCH, "/tmp/switch", "touch");
      bind(pid, files.directory(), "/tmp/node", "mkdir");
      // over a path that the runtime itself writes on its way in
      bind(pid, SWITCH, "/proc/sys/kernel/domainname", "test -e");
    }
  }

  @AfterAll
  void end() {
    protectedAndUnprotected.close();
    files.close();
  }

  private void bind(long pid, String source, String target, String make) {
    host.script(
            "nsenter -t %1$d -m -- /bin/%4$s %3$s && /srv/attack/bindin %1$d %2$s %3$s"
                .formatted(pid, source, target, make))
        .orThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=$(cat /tmp/switch) && echo $v > /tmp/switch",
        "/srv/attack/kernel open /tmp/switch",
      })
  @DisplayName("CVE-2025-31133: the node's core_pattern, mounted writable in the container")
  void deniesWritingMountedCorePattern(String attack) {
    AttackOutcome.assertSucceeded(attack, protectedAndUnprotected.runUnprotected(attack));
    AttackOutcome.assertDeniedByKernel(attack, protectedAndUnprotected.runProtected(attack));
  }

  @Test
  @DisplayName("CVE-2025-52565: nothing masked, nothing read-only in the container's own /proc")
  void deniesWritingUnmaskedSysctl() {
    String attack = "/srv/attack/kernel open " + SWITCH;
    AttackOutcome.assertSucceeded(attack, protectedAndUnprotected.runUnprotected(attack));
    AttackOutcome.assertDeniedByKernel(attack, protectedAndUnprotected.runProtected(attack));
  }

  /**
   * As runc's own process is at that point: root of the user namespace with all capabilities, in
   * the container's mounts.
   */
  @Test
  @DisplayName("CVE-2025-52881: a sysctl that the runtime sets is another file of the node's")
  void deniesRedirectedSysctlWrite() {
    String attack = "/srv/attack/kernel open /proc/sys/kernel/domainname";
    AttackOutcome.assertSucceeded(attack, protectedAndUnprotected.enterUnprotected("mniu", attack));
    AttackOutcome.assertDeniedByKernel(
        attack, protectedAndUnprotected.enterProtected("mniu", attack));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat /tmp/node/secret",
        "echo attacked > /tmp/node/public",
        "echo attacked > /tmp/node/new",
        "chown 1000 /tmp/node/public",
        "chmod 777 /tmp/node",
        "ln /tmp/node/secret /tmp/node/linked",
      })
  @DisplayName("a host path, mounted writable and not ID-mapped")
  void deniesWritingUnmappedNodeDirectory(String attack) {
    AttackOutcome.assertDeniedByKernel(attack, protectedAndUnprotected.runProtected(attack));
    assertThat(files.isUntouched()).isTrue();
    AttackOutcome.assertSucceeded(attack, protectedAndUnprotected.runUnprotected(attack));
    host.script(
            "rm -f %1$s/new %1$s/linked && chmod 755 %1$s && chown 0:0 %1$s/* && cat %1$s/secret > %1$s/public"
                .formatted(files.directory()))
        .orThrow();
  }
}
