// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.containerd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Finds containers that runc is creating. If containerd restarts meanwhile, it forgets the
 * unfinished container. With cgroup v1, the container may then stay frozen, so that nothing can end
 * it, and process 1 of the node waits for it forever (seen with containerd 2.1 and runc 1.3).
 *
 * @param proc a procfs that shows the node's processes
 */
public record PendingCreations(Path proc) {
  /** The name of runc's processes until they execute the container's program. */
  private static final String UNFINISHED = "runc:[";

  private static final long POLL_MILLIS = 20;

  /**
   * Waits until no creation is pending, or until the limit. A container that is created and never
   * started stays pending, so the caller continues in any case.
   */
  void awaitNone(Duration limit) throws IOException {
    Instant end = Instant.now().plus(limit);
    while (hasPending() && Instant.now().isBefore(end)) {
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while containers were being created", e);
      }
    }
  }

  boolean hasPending() throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        if (name(process).startsWith(UNFINISHED)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String name(Path process) {
    try {
      return Files.readString(process.resolve("comm"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
