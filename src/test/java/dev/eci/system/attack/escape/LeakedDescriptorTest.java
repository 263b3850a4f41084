// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.escape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.CanaryFiles;
import dev.eci.system.attack.Programs;
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

/**
 * CVE-2024-21626 (a directory of the node left open, usable as /proc/self/fd/N or as working
 * directory) and CVE-2019-5736 (the runtime's own program, reopened for writing).
 *
 * <p>Simulated: the lab's runc has both fixed, so the test itself hands the container's root the
 * descriptor, in all of the container's namespaces. Real: the file is the node's, and the answer is
 * the kernel's. The attacks as published are run too, with ECI only: they fail on a fixed runc in
 * any case.
 */
@RequiresDockerHost
@Order(124)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakedDescriptorTest {
  private static final String ALL = "mpniu";

  private DockerHost host;
  private ProtectedAndUnprotected protectedAndUnprotected;
  private CanaryFiles files;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    files = CanaryFiles.create(host, "leaked");
    protectedAndUnprotected = ProtectedAndUnprotected.start(host, "attack-leaked");
  }

  @AfterAll
  void end() {
    protectedAndUnprotected.close();
    files.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"read 3 secret", "enter 3 secret", "enter 3 ../leaked/secret", "write 3 public"})
  @DisplayName(
      "CVE-2024-21626: with a directory of the node in hand, nothing of root's is read or written")
  void deniesAccessThroughLeakedDirectory(String use) {
    String attack = "exec 3< %s\n/srv/attack/leaked %s".formatted(files.directory(), use);
    AttackOutcome.assertDeniedByKernel(use, protectedAndUnprotected.enterProtected(ALL, attack));
    assertThat(files.isUntouched()).isTrue();
    AttackOutcome.assertSucceeded(use, protectedAndUnprotected.enterUnprotected(ALL, attack));
    restore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"write 3 new", "unlink 3 program"})
  @DisplayName("CVE-2024-21626: no file is created or removed there either")
  void deniesCreateAndUnlinkInLeakedDirectory(String use) {
    String attack = "exec 3< %s\n/srv/attack/leaked %s".formatted(files.directory(), use);
    AttackOutcome.assertDeniedByKernel(use, protectedAndUnprotected.enterProtected(ALL, attack));
    assertThat(files.isUntouched()).isTrue();
    AttackOutcome.assertSucceeded(use, protectedAndUnprotected.enterUnprotected(ALL, attack));
    restore();
  }

  @ParameterizedTest
  @ValueSource(strings = {"overwrite 3", "chmod 3"})
  @DisplayName("CVE-2019-5736: the runtime's program, open for reading, does not open for writing")
  void deniesWritingLeakedRuntimeProgram(String use) {
    String attack = "exec 3< %s\n/srv/attack/leaked %s".formatted(files.path("program"), use);
    AttackOutcome.assertDeniedByKernel(use, protectedAndUnprotected.enterProtected(ALL, attack));
    assertThat(files.isUntouched()).isTrue();
    AttackOutcome.assertSucceeded(use, protectedAndUnprotected.enterUnprotected(ALL, attack));
    restore();
  }

  @Test
  @DisplayName("CVE-2019-5736 as published: docker exec of #!/proc/self/exe")
  void deniesPublishedAttackOnRuntimeProgram() {
    String runtimes = "sha256sum $(command -v runc) " + DockerHost.LAUNCHER;
    String before = host.script(runtimes).out();
    String name = protectedAndUnprotected.protectedName();
    protectedAndUnprotected
        .runProtected("printf '#!/proc/self/exe\\n' > /tmp/bait && chmod 755 /tmp/bait")
        .orThrow();
    host.docker("exec", "-d", name, "sh", "-c", "/srv/attack/overrun 2500 > /tmp/overrun 2>&1")
        .orThrow();
    for (int i = 0; i < 3; i++) {
      host.docker("exec", name, "/tmp/bait");
    }
    assertThat(protectedAndUnprotected.runProtected("sleep 2.6; cat /tmp/overrun").out())
        .doesNotContain("ok");
    assertThat(host.script(runtimes).out()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9})
  @DisplayName("CVE-2024-21626 as published: --workdir=/proc/self/fd/N")
  void deniesPublishedAttackByWorkingDirectory(int descriptor) {
    try (Containers containers = new Containers(host, "attack-workdir")) {
      assertThat(
              containers
                  .sh(
                      List.of(Programs.MOUNT, "--workdir=/proc/self/fd/" + descriptor),
                      "cat ../../../../../.."
                          + files.path("public")
                          + " ../../.."
                          + files.path("public"))
                  .out())
          .doesNotContain(CanaryFiles.CANARY);
    }
  }

  private void restore() {
    files.close();
    files = CanaryFiles.create(host, "leaked");
  }
}
