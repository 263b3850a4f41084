// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.CanaryFiles;
import dev.eci.system.attack.Programs;
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
 * The escape is assumed: the attacker's program runs in all namespaces of the node, with the UID
 * and GID that the container's root has there. Without ECI that is UID 0. It knows every path and
 * every ID.
 */
@RequiresDockerHost
@Order(127)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EscapedProcessTest {
  private static final String SECRET = "neighbour's";

  private DockerHost host;
  private Containers containers;
  private CanaryFiles files;
  private long base;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    Programs.compile(host);
    files = CanaryFiles.create(host, "letout");
    containers = new Containers(host, "attack-letout");
    containers.start("attacker");
    containers.start("victim", "--volume=attack-volume:/data");
    // readable for all inside: the directories above protect it from outside
    containers
        .exec(
            "victim",
            "for f in /data/secret /secret; do echo \"" + SECRET + "\" > $f; chmod 644 $f; done")
        .orThrow();
    base = containers.base("attacker");
  }

  @AfterAll
  void end() {
    containers.close();
    host.docker("volume", "rm", "-f", "attack-volume");
    files.close();
  }

  @Test
  @DisplayName("its uid belongs to no user of the node")
  void runsAsUidWithoutUserOnNode() {
    assertThat(base).isGreaterThan(65535);
    assertThat(runEscaped(base, "id -u").orThrow()).isEqualTo(Long.toString(base));
    assertThat(host.exec("getent", "passwd", Long.toString(base)).isSuccess()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat %1$s/secret",
        "echo attacked > %1$s/public",
        "touch %1$s/new",
        "ls /var/lib/docker",
        "cat /var/lib/docker/volumes/attack-volume/_data/secret",
        "cat /proc/%2$d/root/secret",
        "ls /proc/%2$d/cwd/",
        "cat /proc/%2$d/environ",
        "kill -CONT %2$d",
        "/srv/attack/process fd %2$d 0",
        "/srv/attack/connect /run/docker.sock",
        "ls /run/containerd/io.containerd.runtime.v2.task /run/docker/containerd",
      })
  @DisplayName(
      "root-only files, the neighbour's files and processes, and the engine's socket are inaccessible to it")
  void deniesFilesProcessesAndEngineSocket(String attack) {
    String words = attack.formatted(files.directory(), containers.pid("victim"));
    AttackOutcome.assertDeniedByKernel(words, runEscaped(base, words));
    assertThat(files.isUntouched()).isTrue();
  }

  @Test
  @DisplayName("the same as uid 0, which is what it is without ECI, is open")
  void allowsSameAccessAsUidZero() {
    for (String attack :
        List.of(
            "cat %1$s/secret",
            "cat /var/lib/docker/volumes/attack-volume/_data/secret",
            "cat /proc/%2$d/root/secret",
            "kill -CONT %2$d",
            "/srv/attack/connect /run/docker.sock")) {
      String words = attack.formatted(files.directory(), containers.pid("victim"));
      AttackOutcome.assertSucceeded(words, host.script(words));
    }
  }

  @Test
  @DisplayName("the agent's socket and the launcher's state are closed to it")
  void deniesAgentSocketAndLauncherState() {
    for (String attack :
        List.of(
            "/srv/attack/connect /run/eci/agent.sock",
            "ls /run/eci",
            "ls /run/eci/containers",
            "ls /run/eci/ranges",
            "cat /run/eci/containers/%s/state.json".formatted(id("victim")),
            "cat /run/eci/containers/%s/state.json".formatted(id("attacker")),
            "touch /run/eci/containers/%s/new".formatted(id("attacker")))) {
      AttackOutcome.assertDeniedByKernel(attack, runEscaped(base, attack));
    }
  }

  /** Readable for all inside, and the way there was 0711 all along in the first design. */
  @Test
  @DisplayName("the neighbour's root file system is closed to it, wherever the node has it mounted")
  void deniesRootFileSystemOfNeighbour() {
    List<String> mounts =
        host.script("cut -d' ' -f5 /proc/self/mountinfo | grep %s".formatted(id("victim")))
            .out()
            .lines()
            .toList();
    assertThat(mounts).isNotEmpty();
    int seen = 0;
    for (String mount : mounts) {
      seen += host.script("cat " + mount + "/secret").isSuccess() ? 1 : 0;
      AttackOutcome.assertDeniedByKernel(mount, runEscaped(base, "cat " + mount + "/secret"));
    }
    assertThat(seen).as("root sees the file in one of %s", mounts).isPositive();
  }

  /**
   * On-disk ID 65536 is 0 in the node's mount of the root file system: the file would be a
   * set-user-ID program of the node's root, in a directory that the container's group may enter.
   */
  @Test
  @DisplayName("no set-user-ID file of its own root file system gives it the node's root")
  void findsNoSetUserIdFileInItsRootFileSystem() {
    host.script(
            """
            set -e
            d=$(mktemp -d /srv/suid.XXXX)
            c=$(docker create %1$s) && docker export $c | tar -C $d -xf - && docker rm $c
            cp $(command -v id) $d/id && chown 65536:65536 $d/id && chmod 6755 $d/id
            tar -C $d -c . | docker import - eci-test/suid:1
            rm -r $d
            """
                .formatted(DockerHost.IMAGE))
        .orThrow();
    containers.removeLater("suid");
    host.docker("run", "-d", "--name", containers.name("suid"), "eci-test/suid:1", "sleep", "3600")
        .orThrow();
    long root = containers.base("suid");
    List<String> mounts =
        host.script("cut -d' ' -f5 /proc/self/mountinfo | grep %s".formatted(id("suid")))
            .out()
            .lines()
            .toList();
    assertThat(mounts).isNotEmpty();
    int seen = 0;
    for (String mount : mounts) {
      String program = mount + "/id";
      seen += host.script(program + " -u").isSuccess() ? 1 : 0;
      Result result = runEscaped(root, program + " -u");
      assertThat(result.out().strip()).as(mount).isNotEqualTo("0");
      // the directories above may be opened by another fault
      Result inDirectory =
          host.script(
              "cd %s && exec setpriv --reuid=%2$d --regid=%2$d --clear-groups --bounding-set=-all ./id -u"
                  .formatted(mount, root));
      assertThat(inDirectory.out().strip()).as("in %s", mount).isNotEqualTo("0");
    }
    assertThat(seen).as("the program is in one of %s", mounts).isPositive();
    assertThat(containers.exec("suid", "grep ' / / ' /proc/self/mountinfo").orThrow())
        .as("inside, the bits count as ever")
        .doesNotContain("nosuid");
    containers.remove("suid");
    host.docker("rmi", "-f", "eci-test/suid:1");
  }

  private String id(String name) {
    return containers.inspect(name, "{{.Id}}");
  }

  private Result runEscaped(long uid, String script) {
    return host.exec(
        "setpriv",
        "--reuid=" + uid,
        "--regid=" + uid,
        "--clear-groups",
        "--bounding-set=-all",
        "sh",
        "-c",
        script);
  }
}
