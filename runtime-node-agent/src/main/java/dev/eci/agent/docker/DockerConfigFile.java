package dev.eci.agent.docker;

import dev.eci.agent.host.AtomicFile;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.install.Bytes;
import dev.eci.agent.install.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * dockerd's configuration file on disk. Where it is a link, the link stays and its target changes.
 */
record DockerConfigFile(HostRoot root, String path) {
  Optional<String> read() throws IOException {
    return Bytes.read(root.at(path));
  }

  boolean hasDirectory() throws IOException {
    return Files.isDirectory(root.at(directory()));
  }

  void write(byte[] content) throws IOException {
    Path file = root.at(path);
    if (Files.exists(file)) {
      AtomicFile.replace(file, content);
    } else {
      Files.createDirectories(root.at(directory()));
      AtomicFile.write(file, content, "rw-r--r--");
    }
  }

  void remove(boolean directoryToo) throws IOException {
    if (!hasDirectory()) {
      return;
    }
    AtomicFile.remove(root.at(path));
    if (directoryToo) {
      Directories.removeIfEmpty(root.at(directory()));
    }
  }

  private String directory() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }
}
