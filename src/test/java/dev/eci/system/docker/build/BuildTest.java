// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** ISO-10: what runs in a build is a container like any other. */
@RequiresDockerHost
@Order(150)
class BuildTest {
  @Test
  @DisplayName(
      "ISO-10: RUN of the classic builder has a private range; owners in the image are right")
  void runsClassicBuildInPrivateRange(DockerHost host) {
    String build =
        """
        mkdir -p /srv/build && cd /srv/build && echo c > copied && cat > Dockerfile <<'F'
        FROM %s
        COPY --chown=21:22 copied /copied
        RUN cat /proc/self/uid_map > /map; touch /made; chown 23:24 /made
        F
        DOCKER_BUILDKIT=0 docker build -t eci-test/built:1 .
        """
            .formatted(DockerHost.IMAGE);
    host.script(build).orThrow();
    assertThat(
            host.docker(
                    "run",
                    "--rm",
                    "--runtime=runc",
                    "--entrypoint",
                    "sh",
                    "eci-test/built:1",
                    "-c",
                    "cat /map; stat -c '%u %g' /copied /made /map")
                .orThrow()
                .replaceAll("[ \\t]+", " "))
        .matches("0 [1-9]\\d{4,9} 65536\n21 22\n23 24\n0 0");
    host.docker("rmi", "eci-test/built:1").orThrow();
  }
}
