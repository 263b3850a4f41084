// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.takeover;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits until an entry is created or removed in a directory. */
final class DirectoryWatch implements AutoCloseable {
  private static final Log LOG = Log.of(DirectoryWatch.class);

  private @Nullable WatchService service;
  private @Nullable Path watched;

  /** Waits for a change in the directory of {@code file}, for {@code limit} at most. */
  void await(@Nullable Path file, Duration limit) {
    try {
      Path directory = file == null ? null : file.getParent();
      if (directory != null && !directory.equals(watched)) {
        watch(directory);
      }
      if (service == null) {
        Thread.sleep(limit.toMillis());
        return;
      }
      WatchKey key = service.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        if (!key.reset()) {
          watched = null;
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // the watch ends
    }
  }

  private void watch(Path directory) {
    close();
    watched = directory;
    try {
      service = directory.getFileSystem().newWatchService();
      directory.register(
          service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      // without a watch, await returns after its limit
      LOG.warn("cannot watch a directory", "directory", directory, "error", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      LOG.warn("cannot close a directory watch", "error", e.getMessage());
    } finally {
      service = null;
      watched = null;
    }
  }
}
