// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The real docker client on the real engine, with the proxy in between. */
@RequiresDockerHost
@Order(140)
@TestInstance(Lifecycle.PER_CLASS)
class ProxyStreamsTest {
  private static final String SOCKET = "/run/filtered.sock";
  private static final String IMAGE = "--entrypoint sh " + DockerHost.IMAGE;
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: filter}
      spec: {}
      """;

  private @Nullable Daemon proxy;

  @BeforeAll
  void start(DockerHost host) {
    proxy = host.proxy(SOCKET, POLICY);
    proxy.start();
  }

  @AfterAll
  void stop(DockerHost host) {
    if (proxy != null) {
      proxy.stop();
    }
    assertThat(host.exec("test", "-e", SOCKET).isSuccess()).isFalse();
  }

  @Test
  @DisplayName("SOCK-5: attach, exec, logs, events: bytes, ends and exit codes")
  void relaysStreamsAndExitCodes(DockerHost host) {
    assertThat(
            through(host, "echo typed | docker run --rm -i %s -c 'cat; echo end'".formatted(IMAGE)))
        .isEqualTo("typed\nend\n");
    assertThat(
            through(
                host,
                "docker run --rm %s -c 'head -c 50000000 /dev/zero' | wc -c".formatted(IMAGE)))
        .isEqualTo("50000000\n");
    assertThat(
            through(
                host,
                "head -c 50000000 /dev/zero | docker run --rm -i %s -c 'wc -c'".formatted(IMAGE)))
        .isEqualTo("50000000\n");
    assertThat(through(host, "docker run --rm %s -c 'exit 7'; echo $?".formatted(IMAGE)))
        .isEqualTo("7\n");
    assertThat(
            through(
                host,
                """
                docker run -d --name px %s -c 'echo one; sleep 1000' >/dev/null
                docker exec px echo two
                echo three | docker exec -i px cat
                timeout 2 docker logs -f px
                docker events --since 60s --until 1s --filter container=px --filter event=start | wc -l
                docker rm -f px
                """
                    .formatted(IMAGE)))
        .isEqualTo("two\nthree\none\n1\npx\n");
  }

  @Test
  @DisplayName("RES-1: what the policy denies is denied")
  void deniesForbiddenRun(DockerHost host) {
    Result refused =
        host.script(
            "DOCKER_HOST=unix://%s docker run --rm --network=host %s -c true"
                .formatted(SOCKET, IMAGE));
    assertThat(refused.isSuccess()).isFalse();
    assertThat(refused.err())
        .contains("enhanced container isolation: sharing the node's network namespace is denied");
  }

  @Test
  @DisplayName("ISO-3: owners in docker cp and docker export of a running container")
  void keepsOwnersInCopiesAndExports(DockerHost host) {
    assertThat(
            through(
                host,
                """
                docker run -d --name pc -v /srv/pc:/vol %s -c 'echo x > /f; chown 12:34 /f; echo y > /vol/g; chown 5:6 /vol/g; sleep 1000' >/dev/null
                until docker exec pc test -s /vol/g; do sleep 0.1; done
                docker cp pc:/f - | tar -tv --numeric-owner | awk '{print $2}'
                docker cp pc:/vol/g - | tar -tv --numeric-owner | awk '{print $2}'
                docker export pc | tar -tv --numeric-owner | awk '$6 == "f" {print $2}'
                tar -c --owner=:7 --group=:8 -C /etc hostname | docker cp - pc:/
                tar -c --owner=:7 --group=:8 -C /etc hostname | docker cp - pc:/vol
                docker exec pc stat -c '%%u:%%g' /hostname /vol/hostname
                docker rm -f pc >/dev/null
                rm -rf /srv/pc
                """
                    .formatted(IMAGE)))
        .isEqualTo("12/34\n5/6\n12/34\n7:8\n7:8\n");
  }

  @Test
  @DisplayName("SOCK-5: archives of images and build contexts pass")
  void relaysArchivesAndBuildContexts(DockerHost host) {
    assertThat(
            through(
                host,
                """
                docker save %s | docker load -q
                mkdir -p /srv/ctx && head -c 30000000 /dev/urandom > /srv/ctx/big
                printf 'FROM %s\\nCOPY big /big\\n' > /srv/ctx/Dockerfile
                DOCKER_BUILDKIT=0 docker build -q -t px-built /srv/ctx 2>/dev/null | cut -c1-7
                docker run --rm --entrypoint sh px-built -c 'wc -c < /big'
                docker rmi px-built >/dev/null; rm -rf /srv/ctx
                """
                    .formatted(DockerHost.IMAGE, DockerHost.IMAGE)))
        .isEqualTo("Loaded image: %s\nsha256:\n30000000\n".formatted(DockerHost.IMAGE));
  }

  /** The error names the failed part, and ends with the failure. */
  @Test
  @DisplayName("SOCK-5: an engine that is unavailable")
  void reportsEngineUnavailable(DockerHost host) {
    host.engine().stop();
    Result away = host.script("DOCKER_HOST=unix://%s docker ps".formatted(SOCKET));
    host.engine().start();
    assertThat(away.isSuccess()).isFalse();
    assertThat(away.err())
        .contains("Docker Engine does not respond")
        .contains("it is stopped or restarting; try again in a few seconds");
    assertThat(through(host, "docker version --format '{{.Server.Os}}'")).isEqualTo("linux\n");
  }

  private static String through(DockerHost host, String script) {
    Result result = host.script("export DOCKER_HOST=unix://%s\n%s".formatted(SOCKET, script));
    return result.out();
  }
}
