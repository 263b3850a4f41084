package dev.eci.installer.dockerd;

import dev.eci.support.host.ProcessCommands;
import java.util.List;
import java.util.Map;

/**
 * A running dockerd, as /proc shows it.
 *
 * @param started in clock ticks since boot: tells a process from a later one with the same pid
 * @param unit the systemd unit that runs it; empty if there is none
 * @param environment what it was started with
 * @param rootless it lives in a user namespace
 * @param ownMounts it lives in our own mount namespace
 */
public record Dockerd(
    long pid,
    long started,
    String binary,
    DockerdArguments line,
    String unit,
    Map<String, String> environment,
    boolean rootless,
    boolean ownMounts) {
  private static final String CONFIG = "/etc/docker/daemon.json";
  private static final String SOCKET = "/var/run/docker.sock";

  public Dockerd {
    environment = Map.copyOf(environment);
  }

  /** The configuration file, whether it exists or not. */
  public String config() {
    return line.value("--config-file").orElse(CONFIG);
  }

  /** In which it finds runc. */
  List<String> searchPath() {
    return List.of(environment.getOrDefault("PATH", ProcessCommands.SEARCH_PATH).split(":", -1));
  }

  /**
   * Addresses at which it may listen; what systemd listens at for it is taken for the usual path.
   *
   * @param configured "hosts" in its configuration file
   */
  List<String> hosts(List<String> configured) {
    List<String> hosts = line.hosts().isEmpty() ? configured : line.hosts();
    return hosts.isEmpty()
        ? List.of("unix://" + SOCKET)
        : hosts.stream()
            .map(String::strip)
            .map(host -> host.startsWith("fd://") ? "unix://" + SOCKET : host)
            .toList();
  }

  /** Paths of the unix sockets among them. */
  List<String> sockets(List<String> configured) {
    return hosts(configured).stream()
        .filter(host -> host.startsWith("unix://"))
        .map(host -> host.substring("unix://".length()))
        .toList();
  }

  /** Whether it is still the same process. */
  boolean isSameProcess(Dockerd other) {
    return pid == other.pid && started == other.started;
  }
}
