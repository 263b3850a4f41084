// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.images;

import dev.eci.harness.docker.DockerHost;

/** The lab's registry on the loopback interface of a Docker host, where Docker requires no TLS. */
final class HostRegistry {
  static final String ADDRESS = "127.0.0.1:5000";

  private final DockerHost host;
  private String pid = "";

  private HostRegistry(DockerHost host) {
    this.host = host;
  }

  static HostRegistry start(DockerHost host) {
    host.write(
        "/srv/registry/config.yml",
        """
        version: 0.1
        log: {level: error}
        storage: {filesystem: {rootdirectory: /srv/registry/data}}
        http: {addr: "%s"}
        """
            .formatted(ADDRESS));
    HostRegistry registry = new HostRegistry(host);
    registry.restart();
    return registry;
  }

  void restart() {
    pid =
        host.script(
                """
                setsid registry serve /srv/registry/config.yml > /srv/registry/log 2>&1 < /dev/null &
                pid=$!
                for i in $(seq 200); do
                  (exec 3<>/dev/tcp/127.0.0.1/5000) 2>/dev/null && { echo $pid; exit; }
                  sleep 0.1
                done
                cat /srv/registry/log >&2; exit 1
                """)
            .orThrow()
            .strip();
  }

  void stop() {
    host.script("kill %s; while kill -0 %s 2>/dev/null; do sleep 0.05; done".formatted(pid, pid))
        .orThrow();
  }
}
