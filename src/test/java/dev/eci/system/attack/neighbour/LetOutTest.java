package dev.eci.system.attack.neighbour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.NodeFiles;
import dev.eci.system.attack.Programs;
import dev.eci.system.attack.Refused;
import dev.eci.system.docker.OnDocker;
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
 * The escape is given away: a program of the attacker's in all namespaces of the node, with the uid
 * and gid that the container's root has there. Without us that is uid 0. It knows every path and
 * every id.
 */
@OnDocker
@Order(127)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LetOutTest {
  private static final String SECRET = "neighbour's";

  private DockerHost host;
  private Containers containers;
  private NodeFiles files;
  private long base;

  @BeforeAll
  void start(DockerHost host) {
    this.host = host;
    Programs.compile(host);
    files = NodeFiles.make(host, "letout");
    containers = new Containers(host, "attack-letout");
    containers.start("attacker");
    containers.start("victim", "--volume=attack-volume:/data");
    // readable for all there: what protects it from outside is the way to it
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
  @DisplayName("its uid on the node is nobody's")
  void nobody() {
    assertThat(base).isGreaterThan(65535);
    assertThat(letOut(base, "id -u").orThrow()).isEqualTo(Long.toString(base));
    assertThat(host.on("getent", "passwd", Long.toString(base)).ok()).isFalse();
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
      "root-only files, the neighbour's files and processes, and the engine's socket are closed to it")
  void closed(String attack) {
    String words = attack.formatted(files.directory(), containers.pid("victim"));
    Refused.byTheKernel(words, letOut(base, words));
    assertThat(files.untouched()).isTrue();
  }

  @Test
  @DisplayName("the same as uid 0, which is what it is without us, is open")
  void openWithoutUs() {
    for (String attack :
        List.of(
            "cat %1$s/secret",
            "cat /var/lib/docker/volumes/attack-volume/_data/secret",
            "cat /proc/%2$d/root/secret",
            "kill -CONT %2$d",
            "/srv/attack/connect /run/docker.sock")) {
      String words = attack.formatted(files.directory(), containers.pid("victim"));
      Refused.worked(words, host.script(words));
    }
  }

  @Test
  @DisplayName("the agent's socket and the launcher's state are closed to it")
  void ourParts() {
    for (String attack :
        List.of(
            "/srv/attack/connect /run/eci/agent.sock",
            "ls /run/eci",
            "ls /run/eci/containers",
            "ls /run/eci/ranges",
            "cat /run/eci/containers/%s/state.json".formatted(id("victim")),
            "cat /run/eci/containers/%s/state.json".formatted(id("attacker")),
            "touch /run/eci/containers/%s/new".formatted(id("attacker")))) {
      Refused.byTheKernel(attack, letOut(base, attack));
    }
  }

  /** Readable for all inside, and the way there was 0711 all along in the first design. */
  @Test
  @DisplayName("the neighbour's root file system is closed to it, wherever the node has it mounted")
  void rootFileSystems() {
    List<String> mounts =
        host.script("cut -d' ' -f5 /proc/self/mountinfo | grep %s".formatted(id("victim")))
            .out()
            .lines()
            .toList();
    assertThat(mounts).isNotEmpty();
    int seen = 0;
    for (String mount : mounts) {
      seen += host.script("cat " + mount + "/secret").ok() ? 1 : 0;
      Refused.byTheKernel(mount, letOut(base, "cat " + mount + "/secret"));
    }
    assertThat(seen).as("root sees the file in one of %s", mounts).isPositive();
  }

  private String id(String name) {
    return containers.inspect(name, "{{.Id}}");
  }

  private Result letOut(long uid, String script) {
    return host.on(
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
