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

/** Waits until something is made or removed in a directory. */
final class DirectoryWatch implements AutoCloseable {
  private static final Log LOG = Log.of(DirectoryWatch.class);

  private @Nullable WatchService service;
  private @Nullable Path watched;

  /** Until something happens beside {@code file}, or for {@code most}. */
  void await(@Nullable Path file, Duration most) {
    try {
      if (file != null && !file.getParent().equals(watched)) {
        watch(file.getParent());
      }
      if (service == null) {
        Thread.sleep(most.toMillis());
        return;
      }
      WatchKey key = service.poll(most.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        if (!key.reset()) {
          watched = null;
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // the end
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
      // then it is looked at now and then
      LOG.warn("a directory cannot be watched", "directory", directory, "error", e.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      LOG.warn("a watch could not be closed", "error", e.getMessage());
    } finally {
      service = null;
      watched = null;
    }
  }
}
