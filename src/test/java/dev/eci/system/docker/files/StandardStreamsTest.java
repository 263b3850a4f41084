// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.eci.harness.Lab;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * ISO-3: a process opens its own standard streams by path, as nginx and many others do with their
 * logs. A twin under runc does the same.
 */
@RequiresDockerHost
@Order(111)
class StandardStreamsTest {
  /** Lines come from three streams in any order. */
  private static final String CASES =
      """
      open='echo a > /dev/stdout; echo b > /dev/stderr; echo c > /proc/self/fd/1; stat -L -c "%%u %%g %%a" /proc/self/fd/1 /proc/self/fd/2'
      sorted() { echo "= $1"; sort; }
      run() { docker run --rm --runtime=%1$s --name streams-%1$s "$@" 2>&1 | sorted "$*"; }
      exec() { docker exec "$@" 2>&1 | sorted "$*"; }
      run %2$s -c "$open"
      run -u 1000:1001 --init --privileged --log-driver=none %2$s -c "$open"
      run -u 4242 --log-driver=local --cap-add=ALL --network=none %2$s -c "$open"
      echo in | run -i -u 1000 %2$s -c "cat /dev/stdin; $open"
      run -t -u 1000 --entrypoint=sh %2$s -c 'echo a > /dev/stdout; stat -L -c %%u /proc/self/fd/1'
      docker run -d --runtime=%1$s --name=streams -u 1000 --health-cmd='echo checked > /dev/stdout' \
        --health-interval=200ms --entrypoint=sh %2$s \
        -c 'ln -sf /dev/stdout /tmp/log; echo logged > /tmp/log; exec sleep 1000' > /dev/null
      exec streams sh -c "$open"
      exec -u 0 streams sh -c "$open"
      exec -u 4242:4243 --privileged streams sh -c "$open"
      echo in | exec -i streams sh -c "cat /dev/stdin; $open"
      exec -t streams sh -c 'echo a > /dev/stdout'
      for i in $(seq 100); do
        health=$(docker inspect -f '{{.State.Health.Status}}' streams); [ $health != starting ] && break; sleep 0.1
      done
      echo "$health"
      docker restart -t 0 streams > /dev/null
      exec streams sh -c "$open"
      docker logs streams 2>&1 | sorted logs
      docker rm -f streams > /dev/null
      """;

  @Test
  @DisplayName(
      "ISO-3: run, exec and health checks, by every user and log driver, before and after a restart")
  void opensStandardStreamsByPath(DockerHost host) {
    assertThat(results(host, "eci"))
        .isEqualTo(results(host, "runc"))
        .contains("= logs\nlogged\nlogged", "healthy")
        .doesNotContain("denied", "65534");
  }

  @Test
  @DisplayName(
      "ISO-3: RUN of both builders, with the chown of device nodes that package scripts do")
  void opensStandardStreamsInBuilds(DockerHost host) {
    assumeTrue(Lab.environment().containsKey("ECI_LAB_PLUGINS"), "the lab has no buildx");
    for (String buildKit : new String[] {"0", "1"}) {
      host.script(
              """
              mkdir -p $DOCKER_CONFIG/cli-plugins && ln -sf $ECI_LAB_PLUGINS/docker-buildx $DOCKER_CONFIG/cli-plugins/
              rm -rf /srv/streams; mkdir -p /srv/streams && cd /srv/streams && cat > Dockerfile <<'F'
              FROM %s
              RUN echo a > /dev/stdout && echo b > /dev/stderr && echo c > /proc/self/fd/1
              RUN chown 0:0 /dev/null /dev/tty && chmod 666 /dev/null /dev/zero
              USER 1000
              RUN echo a > /dev/stdout && echo b > /dev/stderr && echo c > /proc/self/fd/1
              F
              DOCKER_BUILDKIT=%s docker build -q --no-cache -t eci-test/streams:1 . && docker rmi eci-test/streams:1
              """
                  .formatted(DockerHost.IMAGE, buildKit))
          .orThrow();
    }
  }

  private static String results(DockerHost host, String runtime) {
    return host.script(CASES.formatted(runtime, DockerHost.IMAGE)).orThrow();
  }
}
