// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ISO-3: a twin under runc does the same; the files of both are alike inside and on disk. */
@RequiresDockerHost
@Order(110)
class OwnersTest {
  private static final String WORK =
      """
      umask 022; cd %s || exit 1
      echo a > root; echo b > user; chown 1000:1001 user; mkdir dir; chown 7:8 dir; echo c > dir/f
      ln -s root link; chown -h 9:9 link; mkfifo pipe; chmod 640 user; touch -d @0 root
      ls -ln . dir | grep -v '^total' | awk '{print $1, $3, $4, $NF}'
      """;

  @Test
  @DisplayName("ISO-3: a named volume")
  void keepsOwnersInNamedVolume(DockerHost host) {
    String ours = runWork(host, "eci", "v-eci", "-v", "v-eci:/data");
    String theirs = runWork(host, "runc", "v-runc", "-v", "v-runc:/data");
    assertThat(ours).isEqualTo(theirs).contains(" 1000 1001 ");
    assertThat(disk(host, "/var/lib/docker/volumes/v-eci/_data"))
        .isEqualTo(disk(host, "/var/lib/docker/volumes/v-runc/_data"))
        .contains("./user 1000 1001 640 regular file");
    host.docker("volume", "rm", "v-eci", "v-runc").orThrow();
  }

  @Test
  @DisplayName("ISO-3: a bind mount of user data, with the files that exist there already")
  void keepsOwnersInBind(DockerHost host) {
    host.script(
            "mkdir -p /srv/own/eci /srv/own/runc; echo x > /srv/own/eci/old; chown 5:6 /srv/own/eci/old; cp -a /srv/own/eci/old /srv/own/runc/")
        .orThrow();
    String ours = runWork(host, "eci", "b-eci", "-v", "/srv/own/eci:/data");
    String theirs = runWork(host, "runc", "b-runc", "-v", "/srv/own/runc:/data");
    assertThat(ours).isEqualTo(theirs).contains(" 5 6 old");
    assertThat(disk(host, "/srv/own/eci")).isEqualTo(disk(host, "/srv/own/runc"));
    host.script("rm -rf /srv/own").orThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tmpfs /data",
        "--mount type=tmpfs,target=/data,tmpfs-size=1m",
        "--mount type=volume,source=m-$r,target=/data",
        "--mount type=volume,target=/data",
        "--mount type=bind,source=/srv/m-$r,target=/data",
        "--shm-size=4m --tmpfs /data"
      })
  @DisplayName("ISO-3: every other kind of mount")
  void keepsOwnersInOtherMounts(String options, DockerHost host) {
    host.script("mkdir -p /srv/m-eci /srv/m-runc").orThrow();
    String ours = runWork(host, "eci", "k-eci", options.replace("$r", "eci").split(" "));
    String theirs = runWork(host, "runc", "k-runc", options.replace("$r", "runc").split(" "));
    assertThat(ours).isEqualTo(theirs);
    host.script("rm -rf /srv/m-eci /srv/m-runc; docker volume rm -f m-eci m-runc").orThrow();
  }

  @Test
  @DisplayName(
      "ISO-3: a read-only bind stays read-only, a nested mount is reached through its parent")
  void keepsOwnersInNestedMount(DockerHost host) {
    host.script(
            "mkdir -p /srv/outer/inner && mount -t tmpfs inner /srv/outer/inner && echo y > /srv/outer/inner/f")
        .orThrow();
    try (Containers containers = new Containers(host, "nested")) {
      assertThat(
              containers
                  .sh(List.of("-v", "/srv/outer:/o"), "stat -c %u /o/inner/f; echo z > /o/inner/g")
                  .orThrow())
          .isEqualTo("0");
      assertThat(host.script("stat -c %u /srv/outer/inner/g").orThrow()).isEqualTo("0");
      assertThat(containers.sh(List.of("-v", "/srv/outer:/o:ro"), "echo z > /o/h").text())
          .contains("Read-only");
    } finally {
      host.script("umount /srv/outer/inner; rm -rf /srv/outer").orThrow();
    }
  }

  @Test
  @DisplayName(
      "ISO-3: commit, diff, and what is on disk, of a running container; cp of a stopped one")
  void keepsOwnersInImagesAndCopies(DockerHost host) {
    try (Containers containers = new Containers(host, "images")) {
      String name = containers.start("a");
      containers.exec("a", WORK.formatted("/root")).orThrow();
      assertThat(host.docker("diff", name).orThrow().lines())
          .contains("A /root/user", "A /root/dir/f");
      host.docker("commit", name, "eci-test/committed:1").orThrow();
      for (String runtime : List.of("eci", "runc")) {
        assertThat(
                host.docker(
                        "run",
                        "--rm",
                        "--runtime",
                        runtime,
                        "--entrypoint",
                        "stat",
                        "eci-test/committed:1",
                        "-c",
                        "%u %g %a",
                        "/root/user",
                        "/root/dir")
                    .orThrow())
            .isEqualTo("1000 1001 640\n7 8 755");
      }
      host.docker("rmi", "eci-test/committed:1").orThrow();
      host.docker("stop", "-t", "0", name).orThrow();
      assertThat(
              host.script("docker cp " + name + ":/root/user - | tar -tv --numeric-owner")
                  .orThrow())
          .contains("1000/1001");
      assertThat(
              host.script("docker export " + name + " | tar -tv --numeric-owner root/dir")
                  .orThrow())
          .contains("7/8");
      host.script(
              "echo new > /srv/new && chown 3:4 /srv/new && docker cp -a /srv/new "
                  + name
                  + ":/root/new && docker start "
                  + name)
          .orThrow();
      assertThat(containers.exec("a", "stat -c '%u %g' /root/new; cat /root/new").orThrow())
          .isEqualTo("3 4\nnew");
    }
  }

  @Test
  @DisplayName(
      "ISO-3: docker diff lists what a running container changed, and after its end, through the proxy")
  void listsChanges(DockerHost host) {
    String work =
        """
        touch /etc/group; chmod 600 /etc/passwd; echo x >> /etc/passwd; chown 5:6 /bin; mkdir -p /a/b; echo c > /a/b/c
        : >> /etc/hostname; mv /home /house; rm -rf /var/www; ln -s x /tmp/link; mkfifo /tmp/pipe; exec 3<> /etc/shadow
        touch /ready; exec sleep 1000
        """;
    String[] seen = {"", ""};
    for (String runtime : List.of("runc", "eci")) {
      String name = "diff-" + runtime;
      host.docker(
              "run",
              "-d",
              "--name",
              name,
              "--runtime",
              runtime,
              "--entrypoint",
              "sh",
              DockerHost.IMAGE,
              "-c",
              work)
          .orThrow();
      try {
        host.script("until docker exec %s test -e /ready; do sleep 0.2; done".formatted(name))
            .orThrow();
        String running = changes(host, name);
        assertThat(running.lines()).contains("A /a/b/c", "C /etc", "C /etc/passwd", "C /bin");
        host.docker("stop", "-t", "0", name).orThrow();
        assertThat(changes(host, name)).isEqualTo(running);
        host.docker("start", name).orThrow();
        seen[runtime.equals("runc") ? 0 : 1] = running;
      } finally {
        host.docker("rm", "-f", name);
      }
    }
    assertThat(seen[1]).isEqualTo(seen[0]).doesNotContain("/bin/busybox");
  }

  /** The engine lists the files of a directory in any order. */
  private static String changes(DockerHost host, String name) {
    return host.dockerProxied("diff", name)
        .orThrow()
        .lines()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @Test
  @DisplayName("ISO-3: docker cp of a running container: the content is right, both ways")
  void keepsContentOfCopiesOfRunningContainer(DockerHost host) {
    try (Containers containers = new Containers(host, "copies")) {
      String name = containers.start("a");
      host.script(
              "echo in > /srv/in && chmod 755 /srv/in && docker cp /srv/in " + name + ":/tmp/in")
          .orThrow();
      assertThat(containers.exec("a", "cat /tmp/in").orThrow()).isEqualTo("in");
      containers.exec("a", "echo out > /tmp/out").orThrow();
      assertThat(host.script("docker cp " + name + ":/tmp/out /srv/out && cat /srv/out").orThrow())
          .isEqualTo("out");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app:ops", "4242"})
  @DisplayName(
      "ISO-3: docker cp -a into a running container with its own user, through the proxy, by name and by number")
  void keepsOwnersInCopiesForUser(String user, DockerHost host) {
    host.script(
            """
            rm -rf /srv/cp; mkdir -p /srv/cp/tree/dir; echo f > /srv/cp/tree/dir/f; ln -s f /srv/cp/tree/dir/l; chown -h 5:6 /srv/cp/tree/dir/*
            docker run --name users --runtime=runc --entrypoint sh %s -c 'mkdir -p /etc; echo app:x:1234:567::/:/bin/sh >> /etc/passwd; echo ops:x:77: >> /etc/group; mkdir -m 777 /to /vol'
            docker commit users eci-test/users:1; docker rm users
            """
                .formatted(DockerHost.IMAGE))
        .orThrow();
    try {
      String copied = "cd %s; stat -c '%%n %%u %%g' tree tree/dir tree/dir/f tree/dir/l";
      String[] seen = {"", ""};
      for (String runtime : new String[] {"runc", "eci"}) {
        String name = "cp-" + runtime;
        host.docker(
                "run",
                "-d",
                "--name",
                name,
                "--runtime",
                runtime,
                "--user",
                user,
                "-v",
                "/vol",
                "--entrypoint",
                "sleep",
                "eci-test/users:1",
                "1000")
            .orThrow();
        try {
          for (String to : new String[] {"/to", "/vol"}) {
            host.dockerProxied("cp", "-a", "/srv/cp/tree", name + ":" + to).orThrow();
            seen[runtime.equals("runc") ? 0 : 1] +=
                host.docker("exec", name, "sh", "-c", copied.formatted(to)).orThrow();
          }
          if (runtime.equals("eci") && !user.equals("root")) {
            host.docker("cp", "-a", "/srv/cp/tree", name + ":/tmp").orThrow();
            assertThat(host.docker("exec", name, "sh", "-c", copied.formatted("/tmp")).orThrow())
                .as("without the proxy")
                .contains("65534");
          }
        } finally {
          host.docker("rm", "-f", "-v", name);
        }
      }
      assertThat(seen[1]).isEqualTo(seen[0]).doesNotContain("65534");
    } finally {
      host.docker("rmi", "-f", "eci-test/users:1");
    }
  }

  private static String runWork(DockerHost host, String runtime, String name, String... options) {
    List<String> words = new java.util.ArrayList<>(List.of("--name", name, "--runtime", runtime));
    words.addAll(List.of(options));
    try (Containers containers = new Containers(host, "owners")) {
      return containers.sh(words, WORK.formatted("/data")).orThrow();
    }
  }

  private static String disk(DockerHost host, String directory) {
    return host.script(
            "cd %s && find . -mindepth 1 | sort | xargs stat -c '%%n %%u %%g %%a %%F'"
                .formatted(directory))
        .orThrow();
  }
}
