// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.step;

import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Installs the eci-runtime binary. A newer one takes effect without a restart of the engine,
 * because every container is created by a new process.
 *
 * @param image path in the agent's image
 * @param path on the node
 */
public record LauncherStep(HostRoot root, Path image, String path) implements InstallStep {
  private static final String MODE = "rwxr-xr-x";

  /** Of Files.mismatch. It holds no file in memory: this runs often, and the heap is small. */
  private static final long SAME = -1;

  public LauncherStep(HostRoot root, Path image) {
    this(root, image, InstallPaths.LAUNCHER);
  }

  @Override
  public String name() {
    return "launcher";
  }

  @Override
  public boolean apply() throws IOException {
    Path file = root.locate(path);
    if (Files.isRegularFile(file)
        && Files.isExecutable(file)
        && Files.mismatch(file, image) == SAME) {
      return false;
    }
    Files.createDirectories(root.locate(directory()));
    AtomicFile.write(file, Files.readAllBytes(image), MODE);
    return true;
  }

  @Override
  public boolean undo() throws IOException {
    Path directory = root.locate(directory());
    if (!Files.isDirectory(directory)) {
      return false;
    }
    boolean removed = AtomicFile.remove(root.locate(path));
    OwnedDirectories.removeIfEmpty(directory);
    return removed;
  }

  private String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
