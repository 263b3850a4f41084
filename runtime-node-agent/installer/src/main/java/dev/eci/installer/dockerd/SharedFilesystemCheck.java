// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks whether a dockerd sees the same directories as the agent. A dockerd in another mount
 * namespace may have another /run or /opt, and would find neither eci-runtime nor the agent there.
 *
 * @param proc a procfs that shows the host's processes
 * @param directories those that both must see, existing or not
 */
record SharedFilesystemCheck(HostRoot root, Path proc, List<String> directories) {
  boolean sharesFilesWith(Dockerd dockerd) {
    Path theirRoot = proc.resolve(String.valueOf(dockerd.pid())).resolve("root");
    try {
      for (String directory : directories) {
        if (!isSameFile(existing(root.locate(directory)), theirRoot)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      // it ended meanwhile
      return false;
    }
  }

  private boolean isSameFile(Path here, Path theirRoot) throws IOException {
    Path there = theirRoot.resolve(root.root().relativize(here).toString());
    return Files.exists(there)
        && Files.readAttributes(here, "unix:dev,ino")
            .equals(Files.readAttributes(there, "unix:dev,ino"));
  }

  /** The path itself, or the nearest directory above it that exists. */
  static Path existing(Path path) {
    Path parent = path.getParent();
    return Files.exists(path) || parent == null ? path : existing(parent);
  }
}
