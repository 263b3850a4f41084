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

/**
 * The directories that were mounted nosuid, one a line in a file that outlives a reboot: what
 * containers left there on disk does too.
 */
public final class NosuidMountList implements NosuidRemounter {
  private static final Log LOG = Log.of(NosuidMountList.class);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final NodeCommands commands;
  private final String launcher;
  private final Path file;

  /**
   * Touches nothing yet.
   *
   * @param commands run where the node's users are
   * @param launcher its path there
   */
  public NosuidMountList(NodeCommands commands, String launcher, Path file) {
    this.commands = commands;
    this.launcher = launcher;
    this.file = file;
  }

  /** After a reboot. What cannot be done now is met again by the next container there. */
  public synchronized void restore() {
    try {
      for (String place : recorded()) {
        if (Files.isDirectory(Path.of(place))) {
          mount(place);
        }
      }
    } catch (IOException e) {
      LOG.error("directories shared with containers could not be mounted nosuid again", e);
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
      Files.createDirectories(file.getParent());
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
    CommandResult result = commands.run(LIMIT, launcher, "--eci-nosuid", directory);
    if (!result.isSuccess()) {
      throw new IOException(result.reason());
    }
  }
}
