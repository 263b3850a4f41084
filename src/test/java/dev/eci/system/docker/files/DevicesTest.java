// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ISO-3: /dev and {@code --device}, as a twin under runc has them. */
@RequiresDockerHost
@Order(112)
class DevicesTest {
  private static final String POLICY =
      "{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: default}, spec: {%s}}";

  /** No driver has its numbers, and no other device of /dev. */
  private static final String RESTRICTED = "/dev/eci-restricted";

  /** The shared host's policy, which other classes need. */
  private String before = "";

  @BeforeEach
  void createDevice(DockerHost host) {
    before = host.policy();
    host.script("rm -f %1$s && mknod -m 660 %1$s c 4 200 && chown 0:27 %1$s".formatted(RESTRICTED))
        .orThrow();
  }

  @AfterEach
  void removeDevice(DockerHost host) {
    host.script("rm -f " + RESTRICTED);
    if (!host.policy().equals(before)) {
      host.policy(before);
    }
  }

  private static String run(DockerHost host, String runtime, String script) {
    return host.script(
            """
            run() { docker run --rm --runtime=%1$s "$@" 2>&1; echo "= $?"; }
            image=%2$s
            %3$s
            """
                .formatted(runtime, DockerHost.IMAGE, script))
        .orThrow();
  }

  private static void assertAlike(DockerHost host, String script) {
    assertThat(run(host, "eci", script)).isEqualTo(run(host, "runc", script));
  }

  @Test
  @DisplayName("ISO-3: owners of /dev, chown and chmod of its nodes, read-only, pty, domain name")
  void hasDevOfItsOwn(DockerHost host) {
    assertAlike(
        host,
        """
        run $image -c 'exec 2>&1; cd /dev; stat -c "%n %u %g %a %F %t:%T" null zero full random urandom tty fd stdin stdout stderr ptmx core shm pts .; grep " /dev tmpfs" /proc/mounts'
        run $image -c 'exec 2>&1; cd /dev; chown 1:2 null zero full tty && chmod 600 null && stat -c "%u %g %a" null tty; head -c 3 zero | wc -c; rm full; mkdir d; touch d/f; stat -c %u d/f'
        run --read-only -u 1000 $image -c 'exec 2>&1; echo x > /dev/null; head -c 3 /dev/urandom | wc -c; touch /dev/x 2>/dev/null || echo no'
        run -t $image -c 'exec 2>&1; stat -c "%u %a" /dev/console; tty; echo a > /dev/tty'
        run --init --cap-add=ALL --tmpfs /run $image -c 'exec 2>&1; echo x > /dev/null; dd if=/dev/zero of=/dev/shm/f bs=1k count=1 2>/dev/null; ls /dev/shm'
        run --hostname=h --domainname=example.org $image -c 'exec 2>&1; cat /proc/sys/kernel/domainname; hostname -f'
        run --cap-add=IPC_LOCK --ulimit memlock=65536:65536 $image -c 'exec 2>&1; ulimit -l; ulimit -H -l'
        stat -c '%u %g %a' /dev/null /dev/zero /dev/tty
        """);
  }

  @Test
  @DisplayName("ISO-3: --device is what HOST names, at CONTAINER's path")
  void givesDeviceThatHostNames(DockerHost host) {
    assertAlike(
        host,
        """
        show='stat -c "%n %u %g %a %t:%T"'
        run --device=/dev/null:/dev/kmsg $image -c "exec 2>&1; $show /dev/kmsg"
        run --device=/dev/null:/dev/zero:r $image -c "exec 2>&1; $show /dev/zero; echo x > /dev/zero"
        run --device=/dev/zero:/dev/net/x --device=/dev/full:/opt/full $image -c "exec 2>&1; $show /dev/net /dev/net/x /opt/full; head -c 3 /dev/net/x | wc -c; echo x > /opt/full"
        run -u 1000 --device=/dev/zero:/srv/zero $image -c "exec 2>&1; $show /srv/zero; head -c 3 /srv/zero | wc -c"
        """);
  }

  @Test
  @DisplayName(
      "ISO-4: a device that only its owner and group may use: denied with a reason, or as without ECI where policy allows it")
  void givesRestrictedDeviceThatPolicyAllows(DockerHost host) {
    Result denied =
        host.docker(
            "run", "--rm", "--device", RESTRICTED + ":/dev/x", DockerHost.IMAGE, "-c", "true");
    assertThat(denied.isSuccess()).isFalse();
    assertThat(denied.text())
        .contains(
            "device \"%s\" is denied, because not every user of this host may use it; if you wish to allow it, add it to spec.hostPaths"
                .formatted(RESTRICTED));

    host.policy(POLICY.formatted("hostPaths: {allowed: [%s]}".formatted(RESTRICTED)));
    Cluster.await(
        "the policy is in force",
        Duration.ofSeconds(20),
        () ->
            host.docker(
                "run", "--rm", "--device", RESTRICTED + ":/dev/x", DockerHost.IMAGE, "-c", "true"),
        Result::isSuccess);
    assertAlike(
        host,
        """
        try='stat -c "%%u %%g %%a %%t:%%T" /dev/x; chmod 600 /dev/x; dd if=/dev/x count=0 2>&1 | grep -i -o -E "denied|permitted"; stat -c %%a /dev/x'
        run --device=%1$s:/dev/x $image -c "exec 2>&1; $try"
        run -u 1000 --device=%1$s:/dev/x $image -c "exec 2>&1; $try"
        run -u 1000 --group-add=27 --device=%1$s:/dev/x $image -c "exec 2>&1; $try"
        stat -c '%%u %%g %%a' %1$s
        """
            .formatted(RESTRICTED));
  }

  @Test
  @DisplayName("ISO-3: below a bind, only the mount that cannot be ID-mapped is denied or unmapped")
  void namesMountBelowThatCannotBeIdMapped(DockerHost host) {
    host.script(
            """
            set -e; cd /srv; mkdir -p home/ram home/nas home/work low up wk
            mount -t tmpfs ram home/ram; mount -t overlay nas -o lowerdir=/srv/low,upperdir=/srv/up,workdir=/srv/wk home/nas
            touch home/ram/f home/nas/f home/work/f
            """)
        .orThrow();
    try {
      String[] run = {
        "run",
        "--rm",
        "-v",
        "/srv/home:/h",
        DockerHost.IMAGE,
        "-c",
        "stat -c %u /h/*/f; touch /h/ram/g"
      };
      assertThat(host.docker(run).text())
          .contains(
              "\"/srv/home/nas\", a mount below its source, is of type \"overlay\"",
              "bind-recursive=disabled")
          .doesNotContain("/srv/home/ram");
      assertThat(
              host.docker(
                      "run",
                      "--rm",
                      "--mount",
                      "type=bind,src=/srv/home,dst=/h,bind-recursive=disabled",
                      DockerHost.IMAGE,
                      "-c",
                      "stat -c %u /h/work/f; ls /h/nas")
                  .orThrow())
          .isEqualTo("0");
      host.policy(POLICY.formatted("runtime: {userNamespaces: Preferred}"));
      Result mapped =
          Cluster.await(
              "the policy is in force",
              Duration.ofSeconds(20),
              () -> host.docker(run),
              Result::isSuccess);
      assertThat(mapped.out().lines()).containsExactly("65534", "0", "0");
    } finally {
      host.script("cd /srv; umount home/ram home/nas; rm -rf home low up wk");
    }
  }
}
