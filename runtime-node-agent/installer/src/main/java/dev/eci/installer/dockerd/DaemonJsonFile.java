// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.OwnedDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** dockerd's configuration file on disk. If it is a link, the link stays and its target changes. */
record DaemonJsonFile(HostRoot root, String path) {
  Optional<String> read() throws IOException {
    return ByteStrings.read(root.locate(path));
  }

  boolean hasDirectory() throws IOException {
    return Files.isDirectory(root.locate(directory()));
  }

  void write(byte[] content) throws IOException {
    Path file = root.locate(path);
    if (Files.exists(file)) {
      AtomicFile.replace(file, content);
    } else {
      Files.createDirectories(root.locate(directory()));
      AtomicFile.write(file, content, "rw-r--r--");
    }
  }

  void remove(boolean directoryToo) throws IOException {
    if (!hasDirectory()) {
      return;
    }
    AtomicFile.remove(root.locate(path));
    if (directoryToo) {
      OwnedDirectories.removeIfEmpty(root.locate(directory()));
    }
  }

  private String directory() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
