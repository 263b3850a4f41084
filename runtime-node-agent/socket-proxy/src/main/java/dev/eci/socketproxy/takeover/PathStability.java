// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.socketproxy.takeover.SocketTakeover.PathState;
import dev.eci.support.dockersocket.SocketPath.SocketAttributes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Detects whether Docker's public path has been in the same state for a while. */
final class PathStability {
  private static final Duration STABLE_AFTER = Duration.ofSeconds(1);

  private @Nullable PathState last;
  private Optional<SocketAttributes> lastFile = Optional.empty();
  private long since;

  boolean isStable(SocketTakeover takeover) throws IOException {
    PathState now = takeover.inspect();
    Optional<SocketAttributes> file = takeover.publicSocket().attributes();
    boolean same =
        now == last
            && file.isPresent() == lastFile.isPresent()
            && file.map(found -> found.isSameFile(lastFile.orElseThrow())).orElse(true);
    if (!same) {
      last = now;
      lastFile = file;
      since = System.nanoTime();
    }
    return System.nanoTime() - since >= STABLE_AFTER.toNanos();
  }
}
