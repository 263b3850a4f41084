package dev.eci.installer.containerd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Containers that a node is about to have. An engine that is restarted while runc makes one forgets
 * it half made; where cgroups are of version 1, perhaps frozen, so that nothing can end it, nor the
 * node whose process 1 waits for it (seen with containerd 2.1 and runc 1.3).
 *
 * @param proc a procfs that shows the node's processes
 */
public record PendingCreations(Path proc) {
  /** What runc calls its processes until the container's own program takes their place. */
  private static final String UNFINISHED = "runc:[";

  private static final long POLL_MILLIS = 20;

  /**
   * Waits for a moment without any. It need not come: a program that is created and never started
   * keeps its place, so that one has to go on after a while.
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
