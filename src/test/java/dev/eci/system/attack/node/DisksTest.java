// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * ISO-4: no access to a disk of the node, however its device node gets into the container. The disk
 * is a loop device of the test's own.
 */
@RequiresDockerHost
@Order(121)
class DisksTest {
  private static final String IMAGE = "eci-test/device:1";
  private static final String CANARY = "canary";

  private DockerHost host;
  private String disk;
  private String major;
  private String number;

  @BeforeEach
  void makeDisk(DockerHost host) {
    this.host = host;
    host.script(
            "truncate -s 1M /srv/disk.img && printf %s | dd of=/srv/disk.img conv=notrunc"
                .formatted(CANARY))
        .orThrow();
    disk = host.exec("losetup", "-f", "--show", "/srv/disk.img").orThrow();
    String[] numbers = host.exec("stat", "-c", "%Hr %Lr", disk).orThrow().split(" ");
    major = numbers[0];
    number = numbers[1];
  }

  @AfterEach
  void removeDisk() {
    host.exec("losetup", "-d", disk);
    host.script("rm -f /srv/disk.img");
    host.docker("rmi", "-f", IMAGE);
  }

  @Test
  @DisplayName("ISO-4: devices of the node in a privileged container")
  void deniesDiskInPrivilegedContainer() {
    bothWays(List.of("--privileged"), DockerHost.IMAGE, disk);
  }

  @Test
  @DisplayName("ISO-4: --device")
  void deniesDiskGivenAsDevice() {
    bothWays(List.of("--device=" + disk + ":/dev/mine"), DockerHost.IMAGE, "/dev/mine");
  }

  /** What HOST names appears at CONTAINER's path; the OCI runtime alone takes the latter's file. */
  @Test
  @DisplayName("RES-2: --device HOST:CONTAINER with a path of the node as CONTAINER")
  void showsNoFileOfNodeAtDevicePath() {
    for (String path : List.of("/etc/machine-id", "/run/canary", "/dev/mine", "/mine")) {
      host.script("mkdir -p /run && echo %s > /run/canary".formatted(CANARY)).orThrow();
      Result result =
          run(
              List.of("--device=/dev/null:" + path),
              DockerHost.IMAGE,
              "[ -c %1$s ] && [ -z \"$(cat %1$s)\" ] && echo x > %1$s && echo ran".formatted(path));
      assertThat(result.out()).as("%s: %s", path, result.text()).contains("ran");
      assertThat(host.read("/run/canary")).startsWith(CANARY);
    }
  }

  /** A relative path is resolved from the engine's working directory, a link when it is mounted. */
  @Test
  @DisplayName("RES-2, ISO-4: a volume that is a disk of the node, by whatever path")
  void deniesDiskAsVolume() {
    host.script("mkfs.ext2 -q %1$s && ln -sfn %1$s /srv/link".formatted(disk)).orThrow();
    host.script(
            "mkdir -p /srv/on && mount %1$s /srv/on && echo %2$s > /srv/on/file && umount /srv/on"
                .formatted(disk, CANARY))
        .orThrow();
    try {
      for (String device : List.of(disk, "../../../../../../../.." + disk, "/srv/link")) {
        host.docker("volume", "create", "-o", "type=ext2", "-o", "device=" + device, "attack-disk")
            .orThrow();
        List<String> volume = List.of("--volume=attack-disk:/x");
        AttackOutcome.assertSucceeded(
            device, run(volume, DockerHost.IMAGE, "cat /x/file", "--runtime=runc"));
        Result with = run(volume, DockerHost.IMAGE, "cat /x/file");
        assertThat(with.isSuccess()).as("%s: %s", device, with.text()).isFalse();
        assertThat(with.text()).contains("RES-2").contains(disk);
        host.docker("volume", "rm", "attack-disk").orThrow();
      }
    } finally {
      host.docker("volume", "rm", "-f", "attack-disk");
      host.script("rm -rf /srv/link /srv/on");
    }
  }

  /** As on a stick that a user brought: its file system has any owners and modes. */
  @Test
  @DisplayName("ISO-4: --device of a device node with mode 666 that is not in /dev")
  void deniesDiskOfOtherFileSystemGivenAsDevice() {
    host.script(
            "mkdir -p /srv/stick && rm -f /srv/stick/disk && mknod -m 666 /srv/stick/disk b %s %s"
                .formatted(major, number))
        .orThrow();
    try {
      bothWays(List.of("--device=/srv/stick/disk:/dev/mine"), DockerHost.IMAGE, "/dev/mine");
    } finally {
      host.script("rm -r /srv/stick");
    }
  }

  /**
   * Files of an image belong to the container's root under ECI, device nodes too, and the rule of
   * the device cgroup is the user's own: only a rootfs without devices stands in the way.
   */
  @Test
  @DisplayName("ISO-4: a device node in an image, with a rule that allows it")
  void deniesDeviceNodeInImage() {
    imageWithDevice();
    for (List<String> options :
        List.of(
            List.of("--device-cgroup-rule=b " + major + ":* rwm"),
            List.of("--device-cgroup-rule=b *:* rwm", "--device-cgroup-rule=c *:* rwm"),
            List.of("--privileged"))) {
      bothWays(options, IMAGE, "/disk");
    }
  }

  @Test
  @DisplayName("ISO-4: a device node in a volume, with a rule that allows it")
  void deniesDeviceNodeInVolume() {
    host.script(
            "mkdir -p /srv/devices && rm -f /srv/devices/disk && mknod -m 666 /srv/devices/disk b %s %s"
                .formatted(major, number))
        .orThrow();
    try {
      bothWays(
          List.of("--device-cgroup-rule=b " + major + ":* rwm", "--volume=/srv/devices:/v"),
          DockerHost.IMAGE,
          "/v/disk");
    } finally {
      host.script("rm -r /srv/devices");
    }
  }

  @Test
  @DisplayName("ISO-4: a device node that docker cp brings into a running container")
  void deniesDeviceNodeCopiedIntoContainer() {
    try (Containers containers = new Containers(host, "attack-copied")) {
      String rule = "--device-cgroup-rule=b " + major + ":* rwm";
      containers.start("without", rule, "--runtime=runc");
      containers.start("with", rule);
      for (String name : List.of("without", "with")) {
        host.script(
            "mkdir -m 700 /run/copied && cd /run/copied && mknod -m 666 disk b %s %s && tar -c disk | docker cp - %s:/tmp; rm -r /run/copied"
                .formatted(major, number, containers.name(name)));
      }
      AttackOutcome.assertSucceeded("copied", containers.exec("without", reading("/tmp/disk")));
      // denying such a file altogether would be as good
      assertThat(containers.exec("with", reading("/tmp/disk")).isSuccess()).isFalse();
    }
  }

  private void bothWays(List<String> options, String image, String device) {
    String attack = reading(device);
    Result without = run(options, image, attack, "--runtime=runc");
    AttackOutcome.assertSucceeded(options + " " + attack, without);
    Result with = run(options, image, attack);
    assertThat(with.isSuccess()).as("with ECI: %s: %s", options, with.text()).isFalse();
    if (options.toString().contains("--device=")) {
      assertThat(with.text()).as("the reason is ours").contains("(ISO-4");
    }
    assertThat(host.read("/srv/disk.img")).startsWith(CANARY);
  }

  /** Reads the canary, and opens for writing. */
  private static String reading(String device) {
    return "[ \"$(head -c %d %s)\" = %s ] && : >> %2$s".formatted(CANARY.length(), device, CANARY);
  }

  private Result run(List<String> options, String image, String script, String... more) {
    List<String> words = new ArrayList<>(List.of("run", "--rm"));
    words.addAll(options);
    words.addAll(List.of(more));
    words.addAll(List.of("--entrypoint", "sh", image, "-c", script));
    return host.docker(words.toArray(String[]::new));
  }

  private void imageWithDevice() {
    host.script(
            """
            set -e
            d=$(mktemp -d /srv/image.XXXX)
            c=$(docker create %1$s) && docker export $c | tar -C $d -xf - && docker rm $c
            mknod -m 600 $d/disk b %2$s %3$s
            tar -C $d -c . | docker import - %4$s
            rm -r $d
            """
                .formatted(DockerHost.IMAGE, major, number, IMAGE))
        .orThrow();
  }
}
