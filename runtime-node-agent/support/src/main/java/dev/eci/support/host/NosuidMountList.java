// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The directories that were mounted nosuid, one per line in a file that outlives a reboot, as the
 * files do that containers left there.
 */
public final class NosuidMountList implements NosuidRemounter {
  private static final Log LOG = Log.of(NosuidMountList.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final NodeCommands commands;
  private final Supplier<String> launcher;
  private final Path file;

  /**
   * Changes nothing yet.
   *
   * @param commands run in the mount namespace of the node's users
   * @param launcher path of eci-runtime there, installed or not yet
   */
  public NosuidMountList(NodeCommands commands, Supplier<String> launcher, Path file) {
    this.commands = commands;
    this.launcher = launcher;
    this.file = file;
  }

  /** After a reboot. If a mount fails now, the next container there tries it again. */
  public synchronized void restore() {
    try {
      for (String directory : recorded()) {
        if (Files.isDirectory(Path.of(directory))) {
          mount(directory);
        }
      }
    } catch (IOException e) {
      LOG.error("failed to mount directories shared with containers nosuid again", e);
    }
  }

  /** After the uninstallation, which leaves the mounts until the next reboot. */
  public static void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && Files.isDirectory(directory)) {
      OwnedDirectories.removeIfEmpty(directory);
    }
  }

  @Override
  public synchronized void remount(String directory) throws IOException {
    if (directory.contains("\n")) {
      throw new IOException("its name has more than one line");
    }
    List<String> known = recorded();
    if (!known.contains(directory)) {
      known.add(directory);
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path next = file.resolveSibling(file.getFileName() + ".new");
      Files.write(
          next,
          known,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    mount(directory);
    LOG.info("mounted nosuid, as it is shared with containers", "directory", directory);
  }

  @Override
  public synchronized boolean isManaged(String directory) throws IOException {
    return recorded().contains(directory);
  }

  private List<String> recorded() throws IOException {
    return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
  }

  private void mount(String directory) throws IOException {
    CommandResult result = commands.run(LIMIT, launcher.get(), "--eci-nosuid", directory);
    if (!result.isSuccess()) {
      throw new IOException(result.reason());
    }
  }
}
