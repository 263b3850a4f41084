// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.eci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.Programs;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ID-mapped files are owned by 0 to 65535 on disk: how an attacker could misuse that. */
@RequiresDockerHost
@Order(130)
class FilesOnDiskTest {
  @BeforeEach
  void compile(DockerHost host) {
    Programs.compile(host);
  }

  /**
   * Where layers and volumes lie, a set-user-ID program of the container's root is one of the
   * node's root on disk.
   */
  @Test
  @DisplayName("set-user-ID programs in a container or volume are out of reach of the node's users")
  void keepsSetUserIdProgramsUnreachable(DockerHost host) {
    try (Containers containers = new Containers(host, "attack-suid")) {
      containers.start("one", Programs.MOUNT, "--volume=attack-suid:/data");
      containers
          .exec(
              "one",
              "for d in / /data; do cp /srv/attack/identity $d/identity; chmod 4755 $d/identity; done")
          .orThrow();
      String onDisk = "/var/lib/docker/volumes/attack-suid/_data/identity";
      assertThat(host.exec("stat", "-c", "%u %a", onDisk).orThrow()).isEqualTo("0 4755");
      List<String> all =
          host.script("find /var/lib/docker /run -name identity -perm -4000 2>/dev/null")
              .out()
              .lines()
              .toList();
      assertThat(all).contains(onDisk);
      // a shell between: setpriv itself would find the program with rights of root
      for (String program : all) {
        assertThat(
                host.exec(
                        "setpriv",
                        "--reuid=1000",
                        "--regid=1000",
                        "--clear-groups",
                        "sh",
                        "-c",
                        program)
                    .out()
                    .strip())
            .as(program)
            .isNotEqualTo("0");
      }
    } finally {
      host.docker("volume", "rm", "-f", "attack-suid");
    }
  }

  /** A directory that a user of the host shares with a container. */
  @Test
  @DisplayName(
      "a set-user-ID program that a container's root leaves in a user's directory makes no user the host's root")
  void ignoresSetUserIdBitsInUserDirectory(DockerHost host) {
    // a separate mount: /srv itself may be nosuid by now
    host.script(
            "mkdir -p /srv/shared && mount -t tmpfs -o mode=755 tmpfs /srv/shared && mkdir /srv/shared/u && chown 1000:1000 /srv/shared/u")
        .orThrow();
    try (Containers containers = new Containers(host, "attack-shared")) {
      String plant = "cp /srv/attack/identity /d/%1$s && chmod 4755 /d/%1$s";
      List<String> shared = List.of(Programs.MOUNT, "--volume=/srv/shared/u:/d");
      containers
          .sh(
              Stream.concat(Stream.of("--runtime=runc"), shared.stream()).toList(),
              plant.formatted("without"))
          .orThrow();
      assertThat(asUser(host, "/srv/shared/u/without")).as("works without ECI").isEqualTo("0");

      containers.sh(shared, plant.formatted("with")).orThrow();
      assertThat(host.exec("stat", "-c", "%u %g %a", "/srv/shared/u/with").orThrow())
          .as("on disk as without ECI")
          .isEqualTo(host.exec("stat", "-c", "%u %g %a", "/srv/shared/u/without").orThrow())
          .isEqualTo("0 0 4755");
      for (String program : List.of("with", "without")) {
        assertThat(asUser(host, "/srv/shared/u/" + program)).as(program).isEqualTo("1000");
      }
      assertThat(
              host.script(
                      "setpriv --reuid=1000 --regid=1000 --clear-groups sh -c 'echo x > /srv/shared/u/mine && rm /srv/shared/u/mine && mv /srv/shared/u/with /srv/shared/u/moved'")
                  .isSuccess())
          .as("the directory is its owner's as before")
          .isTrue();
      // in containers the bits count: there, they give the rights of the container's root only
      assertThat(containers.sh(shared, "su -s /d/moved nobody").out().strip()).isEqualTo("0");
    } finally {
      host.script("umount -l /srv/shared; rmdir /srv/shared");
    }
  }

  /** As a privileged container's root may, where mounts are its own namespace's. */
  @Test
  @DisplayName("RES-2: a read-only bind stays read-only, for privileged root too")
  void keepsReadOnlyBindReadOnly(DockerHost host) {
    host.script("mkdir -p /srv/locked && echo x > /srv/locked/f").orThrow();
    try (Containers containers = new Containers(host, "attack-locked")) {
      String[] options = {"--privileged", "--volume=/srv/locked:/d:ro"};
      String attack = "mount -o remount,bind,rw /d; echo y > /d/f";
      containers.start(
          "without",
          Stream.concat(Stream.of("--runtime=runc"), Stream.of(options)).toArray(String[]::new));
      assertThat(containers.exec("without", attack).isSuccess()).as("works without ECI").isTrue();
      host.script("echo x > /srv/locked/f").orThrow();
      containers.start("with", options);
      assertThat(containers.exec("with", "cat /d/f").orThrow()).isEqualTo("x");
      assertThat(containers.exec("with", attack).isSuccess()).isFalse();
      assertThat(
              containers
                  .exec(
                      "with",
                      "mkdir /e && mount --bind /d /e && mount -o remount,bind,rw /e; echo y > /e/f")
                  .isSuccess())
          .isFalse();
      assertThat(host.read("/srv/locked/f").strip()).isEqualTo("x");
    } finally {
      host.script("rm -rf /srv/locked");
    }
  }

  private static String asUser(DockerHost host, String program) {
    return host.exec(
            "setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "sh", "-c", program)
        .out()
        .strip();
  }

  /** The one additional ID of ID-mapped layers, with which the engine itself writes. */
  @Test
  @DisplayName("the node's root, as it appears in an ID-mapped layer, gives no access")
  void deniesUseOfExtraId(DockerHost host) {
    try (Containers containers = new Containers(host, "attack-extra")) {
      containers.start("one", "--privileged", Programs.MOUNT);
      host.script(
              """
              set -e
              mkdir -m 700 /run/extra && cd /run/extra
              cp /srv/attack/identity identity && chmod 4711 identity
              tar -c identity | docker cp - %s:/tmp
              rm -r /run/extra
              """
                  .formatted(containers.name("one")))
          .orThrow();
      for (String attack :
          List.of(
              "chown 65536 /tmp",
              "chown 4294967295:65536 /tmp",
              "unshare -U -r true && unshare -U sh -c 'echo 0 65536 1 > /proc/self/uid_map'")) {
        assertThat(containers.exec("one", attack).isSuccess()).as(attack).isFalse();
      }
      // its set-user-ID bit is of an owner that the namespace does not know
      assertThat(containers.exec("one", "/tmp/identity").out().strip()).isIn("0", "");
      assertThat(
              containers
                  .exec(
                      "one",
                      "setpriv --reuid=1000 /tmp/identity 2>/dev/null || su -s /tmp/identity nobody")
                  .out()
                  .strip())
          .isNotEqualTo("65536");
    }
  }

  @Test
  @DisplayName("a container's mounts do not appear on the node, whatever propagation it requests")
  void keepsContainerMountsOffNode(DockerHost host) {
    host.script(
            "mkdir -p /srv/shared/sub && mount --bind /srv/shared /srv/shared && mount --make-shared /srv/shared")
        .orThrow();
    try (Containers containers = new Containers(host, "attack-shared")) {
      String mount = "mount -t tmpfs none /s/sub";
      containers.start(
          "without", "--privileged", "--runtime=runc", "--volume=/srv/shared:/s:rshared");
      containers.exec("without", mount).orThrow();
      assertThat(host.exec("mountpoint", "-q", "/srv/shared/sub").isSuccess()).isTrue();
      host.exec("umount", "/srv/shared/sub").orThrow();
      containers.remove("without");
      if (containers
          .tryStart("with", "--privileged", "--volume=/srv/shared:/s:rshared")
          .isSuccess()) {
        containers.exec("with", mount);
        assertThat(host.exec("mountpoint", "-q", "/srv/shared/sub").isSuccess()).isFalse();
      }
    } finally {
      host.script("umount -l /srv/shared/sub; umount -l /srv/shared; rm -rf /srv/shared");
    }
  }
}
