// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.step;

import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Installs the eci-runtime binary. A newer one takes effect without a restart of the engine,
 * because every container is created by a new process.
 *
 * @param image path in the agent's image
 * @param path on the node
 */
public record LauncherStep(HostRoot root, Path image, String path) implements InstallStep {
  private static final String MODE = "rwxr-xr-x";

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
    byte[] content = Files.readAllBytes(image);
    if (Files.isRegularFile(file)
        && Files.isExecutable(file)
        && Arrays.equals(Files.readAllBytes(file), content)) {
      return false;
    }
    Files.createDirectories(root.locate(directory()));
    AtomicFile.write(file, content, MODE);
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
