// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.Command.Result;
import dev.eci.harness.Lab;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ISO-3: user and group IDs above 65535, with which a user namespace of 65536 IDs has nothing to
 * do, work as in a twin under runc.
 */
@RequiresDockerHost
@Order(111)
class HighIdsTest {
  private static final String WORK =
      """
      id | sed 's/ .*groups=/ groups=/'; cd %s || exit 1
      for f in old new; do touch $f && chmod 640 $f && mv $f moved-$f; done
      stat -c '%%n %%u:%%g %%a' . moved-old moved-new
      """;

  @Test
  @DisplayName("ISO-3: --user and --group-add above 65535, with that user's own directory bound")
  void keepsOwnersOfHighUser(DockerHost host) {
    String ours = runAs(host, "eci");
    String theirs = runAs(host, "runc");

    assertThat(ours)
        .isEqualTo(theirs)
        .contains("uid=1234567", "groups=70000,1234567", "moved-new 1234567:1234567 640");
    assertThat(disk(host, "eci"))
        .isEqualTo(disk(host, "runc"))
        .contains("moved-new 1234567:1234567");
    host.script("rm -rf /srv/high").orThrow();
  }

  private static String runAs(DockerHost host, String runtime) {
    host.script(
            "mkdir -p /srv/high/%1$s; touch /srv/high/%1$s/old; chown -R 1234567:1234567 /srv/high/%1$s"
                .formatted(runtime))
        .orThrow();
    return run(
            host,
            runtime,
            List.of(
                "-u",
                "1234567:1234567",
                "--group-add",
                "70000",
                "-v",
                "/srv/high/" + runtime + ":/h"),
            WORK.formatted("/h"))
        .text();
  }

  private static String disk(DockerHost host, String runtime) {
    return host.script("cd /srv/high/" + runtime + " && stat -c '%n %u:%g %a' . *").orThrow();
  }

  @Test
  @DisplayName("ISO-2: the first line stays 0 BASE 65536, and windows are exclusive")
  void mapsWindowsAroundNamedIds(DockerHost host) {
    try (Containers containers = new Containers(host, "windows")) {
      containers.start("a", "-u", "1234567:1234567", "--group-add", "70000");
      containers.start("b", "-u", "1234567");
      String script = "cat /proc/self/uid_map";
      String map = containers.exec("a", script).orThrow();

      assertThat(map.lines().map(line -> line.strip().replaceAll(" +", " ")))
          .satisfiesExactly(
              line -> assertThat(line).matches(Containers.PROTECTED),
              line -> assertThat(line).matches("65536 [1-9]\\d{4,9} 65536"),
              line -> assertThat(line).matches("1179648 [1-9]\\d{4,9} 65536"));
      assertThat(
              (map + "\n" + containers.exec("b", script).orThrow())
                  .lines()
                  .map(line -> line.strip().split(" +")[1]))
          .doesNotHaveDuplicates()
          .hasSize(5);
    }
  }

  @Test
  @DisplayName("ISO-3: exec as a user that the container has, and one that it has not")
  void executesAsUserOfContainerOnly(DockerHost host) {
    try (Containers containers = new Containers(host, "high")) {
      String high = containers.start("a", "-u", "1234567");
      String usual = containers.start("b");

      assertThat(host.docker("exec", "-u", "1234568:1179648", high, "id", "-u").orThrow())
          .isEqualTo("1234568");
      assertThat(host.docker("exec", "-u", "65535", usual, "id", "-u").orThrow())
          .isEqualTo("65535");
      for (String user : List.of("1234567", "0:1234567")) {
        Result denied = host.docker("exec", "-u", user, usual, "id", "-u");
        assertThat(denied.isSuccess()).isFalse();
        assertThat(denied.text())
            .contains("user or group ID 1234567 does not exist in the running container")
            .contains("--annotation eci.dev/ids=1234567");
      }
    }
  }

  @Test
  @DisplayName("ISO-3: docker cp and commit keep such owners, of running containers as well")
  void keepsOwnersInImagesAndCopies(DockerHost host) {
    String ours = copied(host, "eci");

    assertThat(ours)
        .isEqualTo(copied(host, "runc"))
        .contains("1234567/1234567")
        .contains("/tmp/made 1234567:1234567");
  }

  private static String copied(DockerHost host, String runtime) {
    try (Containers containers = new Containers(host, "copied")) {
      String name = containers.start(runtime, "--runtime", runtime, "-u", "1234567:1234567");
      host.docker("exec", name, "sh", "-c", "echo x > /tmp/made").orThrow();
      String tar =
          host.script(
                  "docker --host unix:///run/docker.sock cp %s:/tmp/made - | tar --numeric-owner -tvf -"
                      .formatted(name))
              .orThrow();
      host.docker("commit", name, "eci-test/high:1").orThrow();
      String committed =
          run(host, runtime, List.of(), "stat -c '%n %u:%g' /tmp/made", "eci-test/high:1").text();
      host.docker("rmi", "eci-test/high:1");
      return tar.replaceAll(" \\d{4}-.*", "") + "\n" + committed;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DOCKER_BUILDKIT=0 docker build",
        "mkdir -p $DOCKER_CONFIG/cli-plugins; ln -sf $ECI_LAB_PLUGINS/docker-buildx $DOCKER_CONFIG/cli-plugins/; docker buildx build"
      })
  @DisplayName("ISO-10: USER above 65535 in both builders, and in the image that they make")
  void buildsAndRunsImagesWithHighUser(String build, DockerHost host) {
    assumeTrue(
        build.startsWith("DOCKER") || Lab.environment().containsKey("ECI_LAB_PLUGINS"),
        "the lab has no buildx");
    host.script(
            """
            mkdir -p /tmp/high && cd /tmp/high && cat > Dockerfile <<'F'
            FROM %s
            USER 1234567:1234567
            RUN echo x > /tmp/built && chmod 600 /tmp/built && cat /tmp/built
            F
            %s -t eci-test/high-user:1 . && rm -r /tmp/high
            """
                .formatted(DockerHost.IMAGE, build))
        .orThrow();
    String script = "id -u; cat /tmp/built; echo y >> /tmp/built; stat -c %u:%g /tmp/built";

    assertThat(run(host, "eci", List.of(), script, "eci-test/high-user:1").text())
        .isEqualTo(run(host, "runc", List.of(), script, "eci-test/high-user:1").text())
        .contains("1234567:1234567");
    host.docker("rmi", "eci-test/high-user:1");
  }

  /** What no option names: files of an image or a directory that belong to high IDs. */
  @Test
  @DisplayName("ISO-3: the annotation eci.dev/ids gives a container the IDs that it lists")
  void givesIdsOfAnnotation(DockerHost host) {
    host.script(
            "mkdir -p /srv/annotated && touch /srv/annotated/f && chown 6553600:70000 /srv/annotated/f && chmod 640 /srv/annotated/f")
        .orThrow();
    String script =
        "stat -c %u:%g /h/f; chmod 600 /h/f; chown 6553601:6553601 /h/f; stat -c '%u:%g %a' /h/f; chown 6553600:70000 /h/f; chmod 640 /h/f";
    List<String> options = List.of("-v", "/srv/annotated:/h");

    assertThat(
            run(
                    host,
                    "eci",
                    List.of("--annotation", "eci.dev/ids=6553600,70000", "-v", "/srv/annotated:/h"),
                    script)
                .text())
        .isEqualTo(run(host, "runc", options, script).text())
        .contains("6553601:6553601 600");
    assertThat(run(host, "eci", options, "stat -c %u:%g /h/f").text()).isEqualTo("65534:65534");
    assertThat(run(host, "eci", List.of("--annotation", "eci.dev/ids=many"), "true").text())
        .contains("annotation eci.dev/ids is not a list of IDs");
    host.script("rm -rf /srv/annotated").orThrow();
  }

  private static Result run(DockerHost host, String runtime, List<String> options, String script) {
    return run(host, runtime, options, script, DockerHost.IMAGE);
  }

  private static Result run(
      DockerHost host, String runtime, List<String> options, String script, String image) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("run", "--rm", "--runtime", runtime, "--entrypoint", "sh"));
    words.addAll(options);
    words.addAll(List.of(image, "-c", script));
    return host.docker(words.toArray(String[]::new));
  }
}
