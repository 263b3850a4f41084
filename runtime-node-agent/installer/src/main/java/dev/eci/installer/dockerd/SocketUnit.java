// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.CommandResult;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.log.Log;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The drop-in for a socket unit that listens for dockerd. At each start of the unit, even at boot
 * before an agent runs, it moves the new socket into root's directory. The configured path stays
 * the same: a socket unit whose paths change while it runs has to be restarted, and dockerd with
 * it.
 */
record SocketUnit(HostRoot root, NodeCommands commands) {
  private static final Log LOG = Log.of(SocketUnit.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]+");

  /** The drop-in of dockerd's socket unit; empty if systemd does not listen for it. */
  Optional<SystemdDropIn> dropIn(Dockerd dockerd) {
    return SystemdDropIn.hasSystemd(root)
            && dockerd.unit().startsWith("docker")
            && dockerd.arguments().hosts().stream().anyMatch(host -> host.startsWith("fd://"))
        ? Optional.of(
            SystemdDropIn.of(root, commands, dockerd.unit().replaceFirst("\\.service$", ".socket")))
        : Optional.empty();
  }

  /** The content of the drop-in; empty unless the unit listens on exactly one path. */
  Optional<String> settings(Dockerd dockerd) throws IOException {
    String unit = dockerd.unit().replaceFirst("\\.service$", ".socket");
    CommandResult shown =
        commands.run(LIMIT, "systemctl", "show", "--property=Listen", "--value", unit);
    List<String> streams = shown.out().lines().filter(line -> !line.isBlank()).toList();
    String path = streams.size() == 1 ? streams.getFirst().replaceFirst(" \\(Stream\\)$", "") : "";
    if (!shown.isSuccess() || !PLAIN.matcher(path).matches()) {
      LOG.warn("the socket unit is not changed", "unit", unit, "listens", streams);
      return Optional.empty();
    }
    return Optional.of(
        """
        [Socket]
        ExecStartPost=/bin/sh -c 'mkdir -p %4$s && chmod 0711 %4$s && mkdir -p -m 0700 %2$s && mv -f %1$s %3$s'
        """
            .formatted(
                path, RunPaths.ENGINE_DIRECTORY, RunPaths.ENGINE_SOCKET, RunPaths.DIRECTORY));
  }
}
