// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallStep;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Installs the drop-in that adds the handler eci.
 *
 * @param created the topmost directory that did not exist before; null if all existed
 */
record DropInStep(
    HostRoot root, ContainerdService containerd, String path, String text, @Nullable String created)
    implements InstallStep {
  /** The step of an earlier installation, to undo it. */
  static DropInStep of(HostRoot root, InstallRecord installRecord) {
    return new DropInStep(
        root, installRecord.engine(), installRecord.dropIn(), "", installRecord.createdDirectory());
  }

  @Override
  public String name() {
    return "drop-in";
  }

  @Override
  public boolean apply() throws IOException {
    Path file = root.locate(path);
    if (Files.isRegularFile(file) && ByteStrings.read(file).equals(Optional.of(text))) {
      return false;
    }
    Files.createDirectories(root.locate(directory()));
    AtomicFile.write(file, ByteStrings.of(text), "rw-r--r--");
    return true;
  }

  @Override
  public boolean undo() throws IOException {
    if (!Files.isDirectory(root.locate(directory()))) {
      return false;
    }
    boolean removed = AtomicFile.remove(root.locate(path));
    if (directory().equals(ContainerdConfigFile.importsDirectory(containerd))) {
      OwnedDirectories.removeIfEmpty(root.locate(directory()));
    }
    if (created != null) {
      for (Path at = Path.of(directory());
          at != null && at.startsWith(created);
          at = at.getParent()) {
        OwnedDirectories.removeIfEmpty(root.locate(at.toString()));
      }
    }
    return removed;
  }

  /** The topmost directory above {@code path} that does not exist; null if all exist. */
  static @Nullable String missingAbove(HostRoot root, String path) throws IOException {
    String missing = null;
    for (Path at = Path.of(path).getParent(); at != null; at = at.getParent()) {
      if (Files.exists(root.locate(at.toString()))) {
        break;
      }
      missing = at.toString();
    }
    return missing;
  }

  private String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
