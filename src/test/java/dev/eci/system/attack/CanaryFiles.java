// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack;

import dev.eci.harness.docker.DockerHost;

/**
 * Files of a node's root that an attacker is after: {@code secret} (0600), {@code public} (0644),
 * {@code program} (0755), in a directory of root's.
 */
public record CanaryFiles(DockerHost host, String directory) implements AutoCloseable {
  public static final String CANARY = "canary of the node";

  public static CanaryFiles create(DockerHost host, String name) {
    String directory = "/run/eci-attacks/" + name;
    host.script(
            """
            set -e
            mkdir -p -m 755 %1$s && cd %1$s
            echo '%2$s' > secret && chmod 600 secret
            echo '%2$s' > public && chmod 644 public
            echo '%2$s' > program && chmod 755 program
            """
                .formatted(directory, CANARY))
        .orThrow();
    return new CanaryFiles(host, directory);
  }

  public String path(String name) {
    return directory + "/" + name;
  }

  /** Whether nothing was added, removed, changed or handed over. */
  public boolean isUntouched() {
    return host.script(
            "cd %s && stat -c '%%n %%u %%g %%a' * && cat secret public program"
                .formatted(directory))
        .out()
        .equals("program 0 0 755\npublic 0 0 644\nsecret 0 0 600\n" + (CANARY + "\n").repeat(3));
  }

  @Override
  public void close() {
    host.script("rm -rf " + directory).orThrow();
  }
}
