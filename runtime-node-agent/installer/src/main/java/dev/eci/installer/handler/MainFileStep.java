// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import dev.eci.installer.containerd.ContainerdService;
import dev.eci.installer.step.InstallStep;
import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Edits containerd's main file, where it needs an import.
 *
 * @param text the content to install; empty if the file stays without an edit
 */
record MainFileStep(HostRoot root, ContainerdService containerd, Optional<String> text)
    implements InstallStep {
  @Override
  public String name() {
    return "main file";
  }

  @Override
  public boolean apply() throws IOException {
    return text.isPresent() ? set(text.get()) : undo();
  }

  @Override
  public boolean undo() throws IOException {
    Path file = root.locate(containerd.config());
    Optional<String> without = ContainerdConfigFile.of(containerd, ByteStrings.read(file)).text();
    if (without.isPresent()) {
      return set(without.get());
    }
    return Files.isDirectory(root.locate(containerd.configDirectory())) && AtomicFile.remove(file);
  }

  private boolean set(String wanted) throws IOException {
    Path file = root.locate(containerd.config());
    Optional<String> found = ByteStrings.read(file);
    if (found.equals(Optional.of(wanted))) {
      return false;
    }
    if (found.isPresent()) {
      AtomicFile.replace(file, ByteStrings.of(wanted));
    } else {
      Files.createDirectories(root.locate(containerd.configDirectory()));
      AtomicFile.write(file, ByteStrings.of(wanted), "rw-r--r--");
    }
    return true;
  }
}
