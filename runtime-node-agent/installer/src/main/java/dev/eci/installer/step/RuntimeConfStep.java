// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.step;

import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Installs the settings of eci-runtime, which accepts them only if no user other than root can
 * write the file.
 *
 * @param path on the node
 */
public record RuntimeConfStep(HostRoot root, String text, String path) implements InstallStep {
  public RuntimeConfStep(HostRoot root, String text) {
    this(root, text, InstallPaths.RUNTIME_CONF);
  }

  @Override
  public String name() {
    return "runtime.conf";
  }

  @Override
  public boolean apply() throws IOException {
    Path file = root.locate(path);
    if (Files.isRegularFile(file) && Files.readString(file).equals(text)) {
      return false;
    }
    Files.createDirectories(root.locate(directory()));
    AtomicFile.write(file, ByteStrings.of(text), "rw-r--r--");
    return true;
  }

  @Override
  public boolean undo() throws IOException {
    return Files.isDirectory(root.locate(directory())) && AtomicFile.remove(root.locate(path));
  }

  /** The content of {@code runtime.conf}. */
  public static String text(String ociRuntime, String socket) {
    return "# written by eci-agent\nruntime = %s\nsocket = %s\n".formatted(ociRuntime, socket);
  }

  private String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
