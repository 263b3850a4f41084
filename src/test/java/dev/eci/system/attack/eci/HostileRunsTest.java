// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.eci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Containers;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.attack.AttackOutcome;
import dev.eci.system.attack.CanaryFiles;
import dev.eci.system.attack.Programs;
import dev.eci.system.docker.RequiresDockerHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Options of {@code docker run} that aim at ECI: to be mistaken for something else, or to get round
 * the shifting.
 */
@RequiresDockerHost
@Order(131)
class HostileRunsTest {
  private static final String MAP = "cat /proc/self/uid_map; cat /proc/1/uid_map";

  @BeforeEach
  void compile(DockerHost host) {
    Programs.compile(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--annotation=io.kubernetes.cri.sandbox-namespace=kube-system",
        "--annotation=io.kubernetes.cri.container-type=sandbox",
        "--annotation=io.kubernetes.cri.sandbox-id=0000",
        "--annotation=run.oci.handler=wasm",
        "--annotation=run.oci.hooks.stdout=/run/eci-attacked",
        "--annotation=org.systemd.property.DeviceAllow=[('/dev/vda','rwm')]",
        "--userns=host",
        "--security-opt=systempaths=unconfined",
        "--security-opt=no-new-privileges",
        "--cgroup-parent=/",
        "--label=eci.dev/exempt=true",
        "--env=_LIBCONTAINER_INITTYPE=standard",
        "--hostname=-x",
        "--workdir=/proc/self/cwd"
      })
  @DisplayName("ISO-1: none of these options gives a container without a private range")
  void keepsPrivateRangeDespiteHostileOptions(String option, DockerHost host) {
    try (Containers containers = new Containers(host, "attack-options")) {
      Result result = containers.sh(List.of(option), MAP);
      if (result.isSuccess()) {
        assertThat(result.out().strip().lines())
            .allMatch(line -> line.strip().replaceAll("\\s+", " ").matches(Containers.PROTECTED));
      } else {
        assertThat(result.text()).contains("docker:");
      }
      assertThat(host.exec("test", "-e", "/run/eci-attacked").isSuccess()).isFalse();
    }
  }

  /** Links of an image at the places that are mounted on. */
  @Test
  @DisplayName("links in an image lead no mount out of it")
  void keepsMountsInsideImageWithHostileLinks(DockerHost host) {
    try (CanaryFiles files = CanaryFiles.create(host, "links")) {
      host.script(
              """
              set -e
              d=$(mktemp -d /srv/links.XXXX)
              c=$(docker create %1$s) && docker export $c | tar -C $d -xf - && docker rm $c
              cd $d && rm -rf dev proc sys etc/hosts etc/hostname data
              ln -s ../../../../../../../../%2$s data
              ln -s /proc/self/cwd/../../../%2$s/public etc/hosts
              ln -s ../../../../../%2$s proc
              ln -s ../../../../../%2$s dev
              ln -s %2$s/new etc/hostname
              tar -c . | docker import - eci-test/links:1
              cd / && rm -r $d
              """
                  .formatted(DockerHost.IMAGE, files.directory().substring(1)))
          .orThrow();
      for (List<String> options :
          List.of(
              List.of("--privileged", "--volume=attack-links:/data"),
              List.of("--tmpfs=/data"),
              List.of("--volume=/srv/attack:/data"))) {
        List<String> words = new ArrayList<>(List.of("run", "--rm"));
        words.addAll(options);
        words.addAll(
            List.of(
                "--entrypoint",
                "sh",
                "eci-test/links:1",
                "-c",
                "echo x > /data/public; cat /data/secret"));
        assertThat(host.docker(words.toArray(String[]::new)).text())
            .doesNotContain(CanaryFiles.CANARY);
        assertThat(files.isUntouched()).isTrue();
      }
    } finally {
      host.docker("rmi", "-f", "eci-test/links:1");
      host.docker("volume", "rm", "-f", "attack-links");
    }
  }

  /**
   * Its root would be an id that no range begins with: a joiner's range would reach into the next
   * one.
   */
  @Test
  @DisplayName(
      "a container whose first process sits in a nested user namespace is not joined at an offset")
  void rejectsJoiningAtOffset(DockerHost host) {
    try (Containers containers = new Containers(host, "attack-nested")) {
      containers.removeLater("owner");
      host.docker(
              "run",
              "-d",
              "--name",
              containers.name("owner"),
              "--privileged",
              Programs.MOUNT,
              "--entrypoint",
              "/srv/attack/offset",
              DockerHost.IMAGE)
          .orThrow();
      String[] map =
          host.exec("cat", "/proc/" + containers.pid("owner") + "/uid_map").orThrow().split("\\s+");
      assertThat(map[2]).as("the nested map took hold").isEqualTo("65000");
      Result joiner =
          containers.sh(
              List.of("--network=container:" + containers.name("owner")), "cat /proc/self/uid_map");
      if (joiner.isSuccess()) {
        assertThat(joiner.out().strip().split("\\s+")[1])
            .isEqualTo(Long.toString(Long.parseLong(map[1]) - 100));
      } else {
        assertThat(joiner.text()).contains("enhanced container isolation");
      }
    }
  }

  /**
   * The path is user data when it is evaluated and a host path when it is mounted, if it is looked
   * up twice. What counts is that no container ever saw the node's file.
   */
  @Test
  @DisplayName("RES-2: a directory that is swapped for a link between check and mount")
  void keepsEvaluatedSourceWhenSwapped(DockerHost host) {
    try (CanaryFiles files = CanaryFiles.create(host, "swapped");
        Containers containers = new Containers(host, "attack-swapped")) {
      host.script(
              "mkdir -p /srv/swap/good && ln -sfn %s /srv/swap/bad && (setsid /srv/attack/swap /srv/swap/good /srv/swap/bad 8000 > /dev/null 2>&1 < /dev/null &)"
                  .formatted(files.directory()))
          .orThrow();
      for (int i = 0; i < 8; i++) {
        assertThat(
                containers
                    .sh(List.of("--volume=/srv/swap/good:/x"), "cat /x/public /x/secret")
                    .out())
            .doesNotContain(CanaryFiles.CANARY);
      }
      assertThat(files.isUntouched()).isTrue();
    } finally {
      host.script(
          "while fuser -s /srv/attack/swap; do sleep 0.3; done 2>/dev/null; rm -rf /srv/swap");
    }
  }

  /** Each is user data by its name, and a directory of the host by what is mounted there. */
  @Test
  @DisplayName("RES-2: directories of the host by other names")
  void deniesHostDirectoriesByOtherNames(DockerHost host) {
    host.script(
            """
            set -e
            mkdir -p /srv/names/etc /srv/names/docker /srv/names/all /.snapshots
            mount --bind /etc /srv/names/etc
            mount --bind /var/lib/docker /srv/names/docker
            mount --bind / /srv/names/all
            mount --bind / /.snapshots
            docker volume create -o type=none -o o=bind -o device=/srv/names/docker attack-names
            """)
        .orThrow();
    try (Containers containers = new Containers(host, "attack-names")) {
      for (String source :
          List.of(
              "/srv/names/etc",
              "/srv/names/docker/volumes",
              "/srv/names/docker",
              "/srv/names/all/etc",
              "/srv/names",
              "/.snapshots/etc",
              "attack-names")) {
        List<String> option = List.of("--volume=" + source + ":/x");
        List<String> without = new ArrayList<>(option);
        without.add("--runtime=runc");
        AttackOutcome.assertSucceeded(source, containers.sh(without, "ls /x"));
        Result result = containers.sh(option, "ls /x");
        assertThat(result.isSuccess()).as("%s: %s", source, result.text()).isFalse();
        assertThat(result.text()).as(source).contains("(RES-2").contains("host path");
      }
      Result data = containers.sh(List.of("--volume=/srv/attack:/x"), "ls /x/made");
      assertThat(data.isSuccess()).as(data.text()).isTrue();
    } finally {
      host.docker("volume", "rm", "attack-names");
      host.script(
          "umount /srv/names/etc /srv/names/docker /srv/names/all /.snapshots; rmdir /srv/names/* /srv/names /.snapshots");
    }
  }

  /** The file system below is one that could be ID-mapped and written. */
  @Test
  @DisplayName("RES-2: what policy allows read-only is read-only with all that is mounted there")
  void keepsMountsBelowReadOnlyAllowanceReadOnly(DockerHost host) {
    host.script(
            """
            set -e
            mkdir -p /opt/current && mount -t tmpfs tmpfs /opt/current
            mkdir /opt/current/below && mount -t tmpfs tmpfs /opt/current/below
            echo canary > /opt/current/below/file
            """)
        .orThrow();
    try (Containers containers = new Containers(host, "attack-below")) {
      String mount = "--mount=type=bind,source=/opt/current,target=/x";
      String write = "echo attacked > /x/below/file";
      String remount = "mount -o remount,bind,rw /x/below; " + write;
      AttackOutcome.assertSucceeded(
          write,
          containers.sh(
              List.of(mount + ",readonly,bind-recursive=writable", "--runtime=runc"), write));
      host.script("echo canary > /opt/current/below/file").orThrow();
      for (String options : List.of(",readonly", ",readonly,bind-recursive=writable")) {
        for (String attack : List.of(write, remount)) {
          Result result =
              containers.sh(
                  List.of(mount + options, "--privileged"), "cat /x/below/file; " + attack);
          assertThat(result.out()).as(result.text()).contains("canary");
          assertThat(result.isSuccess()).as("%s %s", options, attack).isFalse();
          assertThat(host.read("/opt/current/below/file")).startsWith("canary");
        }
      }
    } finally {
      host.script("umount /opt/current/below /opt/current; rmdir /opt/current");
    }
  }

  /** Root in a container is root on disk, and could write the other's authorized_keys. */
  @Test
  @DisplayName("RES-2: another user's home, by path, by link and by volume")
  void deniesHomeOfOtherUser(DockerHost host) {
    host.script(
            """
            set -e
            mount -t tmpfs tmpfs /home && chmod 755 /home
            mkdir -m 700 /home/u /home/u/d /home/u/v /home/admin && echo canary > /home/admin/key
            chown -R 5001:5001 /home/u && chown -R 5002:5002 /home/admin
            """)
        .orThrow();
    try {
      AttackOutcome.assertSucceeded(
          "home",
          host.docker(
              "run",
              "--rm",
              "--runtime=runc",
              "--volume=/home/admin:/x",
              DockerHost.IMAGE,
              "-c",
              "cat /x/key"));
      Result own =
          asUser(host, "run --rm -v /home/u:/x " + DockerHost.IMAGE + " -c 'touch /x/file'");
      assertThat(own.isSuccess()).as(own.text()).isTrue();
      String read = " " + DockerHost.IMAGE + " -c 'cat /x/key'";
      assertThat(asUser(host, "run --rm -v /home/admin:/x" + read).text())
          .doesNotContain("canary")
          .contains("belongs to user 5002, and the caller is user 5001");
      asUser(host, "volume create -o type=none -o o=bind -o device=/home/u/v attack-home")
          .orThrow();
      asUser(host, "create --name attack-home-link -v /home/u/d:/x" + read).orThrow();
      asUser(host, "create --name attack-home-volume -v attack-home:/x" + read).orThrow();
      host.script("cd /home/u && rmdir d v && ln -s /home/admin d && ln -s /home/admin v")
          .orThrow();
      for (String container : List.of("attack-home-link", "attack-home-volume")) {
        assertThat(asUser(host, "start -a " + container).text())
            .as(container)
            .doesNotContain("canary")
            .contains("a link that users can change");
      }
    } finally {
      host.docker("rm", "-f", "attack-home-link", "attack-home-volume");
      host.docker("volume", "rm", "-f", "attack-home");
      host.script("umount -l /home");
    }
  }

  private static Result asUser(DockerHost host, String command) {
    return host.script(
        "exec setpriv --reuid=5001 --regid=5001 --groups=$(stat -c %%g %1$s) docker --config /home/u/none -H unix://%1$s %2$s"
            .formatted(DockerHost.SOCKET, command));
  }
}
