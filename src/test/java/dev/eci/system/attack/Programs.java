// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack;

import dev.eci.harness.Project;
import dev.eci.harness.docker.DockerHost;
import java.nio.file.Path;

/** The programs of src/test/resources/attack, compiled once per Docker host. */
public final class Programs {
  /** Where they are on the host, and in containers that have {@link #MOUNT}. */
  public static final String DIRECTORY = "/srv/attack";

  /** An option of {@code docker run}. */
  public static final String MOUNT = "--volume=" + DIRECTORY + ":" + DIRECTORY + ":ro";

  private static final Path SOURCES = Project.ROOT.resolve("src/test/resources/attack");

  private Programs() {}

  public static void compile(DockerHost host) {
    host.script(
            """
            set -e
            [ ! -e %1$s/made ] || exit 0
            mkdir -p %1$s
            for source in %2$s/*.c; do
              gcc -O1 -Wall -Wextra -Werror -static -o %1$s/$(basename $source .c) $source
            done
            touch %1$s/made
            """
                .formatted(DIRECTORY, SOURCES))
        .orThrow();
  }
}
