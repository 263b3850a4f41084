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
 * Where systemd listens for dockerd: what it makes at each start of its socket unit, at boot before
 * any agent runs, goes to root's directory at once. The path itself is left as it is configured: a
 * socket unit whose paths change while it runs is of no use until it was restarted, and dockerd
 * with it.
 */
record SocketUnit(HostRoot root, NodeCommands commands) {
  private static final Log LOG = Log.of(SocketUnit.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9_./-]+");

  /** The drop-in of dockerd's socket unit; empty if systemd does not listen for it. */
  Optional<SystemdDropIn> dropIn(Dockerd dockerd) {
    return SystemdDropIn.hasSystemd(root)
            && dockerd.unit().startsWith("docker")
            && dockerd.line().hosts().stream().anyMatch(host -> host.startsWith("fd://"))
        ? Optional.of(
            SystemdDropIn.of(root, commands, dockerd.unit().replaceFirst("\\.service$", ".socket")))
        : Optional.empty();
  }

  /** What it says; empty if the unit listens on more, or on other things, than one path. */
  Optional<String> settings(Dockerd dockerd) throws IOException {
    String unit = dockerd.unit().replaceFirst("\\.service$", ".socket");
    CommandResult shown =
        commands.run(LIMIT, "systemctl", "show", "--property=Listen", "--value", unit);
    List<String> streams = shown.out().lines().filter(line -> !line.isBlank()).toList();
    String path = streams.size() == 1 ? streams.getFirst().replaceFirst(" \\(Stream\\)$", "") : "";
    if (!shown.isSuccess() || !PLAIN.matcher(path).matches()) {
      LOG.warn("the socket unit is left as it is", "unit", unit, "listens", streams);
      return Optional.empty();
    }
    return Optional.of(
        """
        [Socket]
        ExecStartPost=/bin/sh -c 'mkdir -p /run/eci && chmod 0711 /run/eci && mkdir -p -m 0700 %2$s && mv -f %1$s %3$s'
        """
            .formatted(path, RunPaths.ENGINE_DIRECTORY, RunPaths.ENGINE_SOCKET));
  }
}
