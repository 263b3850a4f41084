// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.AtomicFile;
import dev.eci.support.host.ByteStrings;
import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.OwnedDirectories;
import dev.eci.support.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A drop-in of ECI for a systemd unit of the host. */
record SystemdDropIn(HostRoot root, NodeCommands commands, String path) {
  private static final Log LOG = Log.of(SystemdDropIn.class);
  private static final String SYSTEMD = "/run/systemd/system";
  private static final String UNITS = "/etc/systemd/system";
  private static final String MARK = "# written by eci-agent, which removes this file again\n";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  static SystemdDropIn of(HostRoot root, NodeCommands commands, String unit) {
    return new SystemdDropIn(root, commands, "%s/%s.d/eci.conf".formatted(UNITS, unit));
  }

  static boolean hasSystemd(HostRoot root) {
    return Files.isDirectory(root.root().resolve(SYSTEMD.substring(1)));
  }

  /** Returns whether it changed anything. */
  boolean install(String settings) throws IOException {
    String text = MARK + settings;
    Path file = root.locate(path);
    if (ByteStrings.read(file).equals(Optional.of(text))) {
      return false;
    }
    Files.createDirectories(root.locate(directory()));
    AtomicFile.write(file, ByteStrings.of(text), "rw-r--r--");
    LOG.info("installed", "what", path);
    daemonReload();
    return true;
  }

  void remove() throws IOException {
    if (Files.isDirectory(root.locate(directory()))) {
      if (AtomicFile.remove(root.locate(path))) {
        LOG.info("removed", "what", path);
      }
      OwnedDirectories.removeIfEmpty(root.locate(directory()));
      daemonReload();
    }
  }

  private void daemonReload() throws IOException {
    CommandResult reloaded = commands.run(LIMIT, "systemctl", "daemon-reload");
    if (!reloaded.isSuccess()) {
      LOG.warn("systemd did not reload its units", "because", reloaded.reason());
    }
  }

  private String directory() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
