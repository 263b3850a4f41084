// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack.node;

import dev.eci.harness.docker.DockerHost;

/** A process of the node's root, with a secret in its environment and open at descriptor 9. */
record CanaryProcess(DockerHost host, long pid) implements AutoCloseable {
  static CanaryProcess start(DockerHost host, String secret) {
    return new CanaryProcess(
        host,
        Long.parseLong(
            host.script(
                    "SECRET=1 setsid sleep 600 9< %s > /dev/null 2>&1 < /dev/null & echo $!"
                        .formatted(secret))
                .orThrow()));
  }

  boolean isAlive() {
    return host.exec("kill", "-0", Long.toString(pid)).isSuccess();
  }

  @Override
  public void close() {
    host.exec("kill", "-9", Long.toString(pid));
  }
}
