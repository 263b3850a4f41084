// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.dockerd;

import dev.eci.support.host.ProcessCommands;
import java.util.List;
import java.util.Map;

/**
 * A running dockerd, as /proc shows it.
 *
 * @param started in clock ticks since boot: distinguishes it from a later process with the same pid
 * @param unit the systemd unit that runs it; empty if there is none
 * @param environment that it was started with
 * @param rootless whether it runs in another user namespace than the agent
 * @param sharesMountNamespace whether it runs in the agent's mount namespace
 */
public record Dockerd(
    long pid,
    long started,
    String binary,
    DockerdArguments arguments,
    String unit,
    Map<String, String> environment,
    boolean rootless,
    boolean sharesMountNamespace) {
  private static final String CONFIG = "/etc/docker/daemon.json";
  private static final String SOCKET = "/var/run/docker.sock";

  public Dockerd {
    environment = Map.copyOf(environment);
  }

  /** The configuration file, whether it exists or not. */
  public String config() {
    return arguments.value("--config-file").orElse(CONFIG);
  }

  /** The directories in which it finds runc. */
  List<String> searchPath() {
    return List.of(environment.getOrDefault("PATH", ProcessCommands.SEARCH_PATH).split(":", -1));
  }

  /**
   * The addresses at which it may listen. A socket of systemd counts as the default path.
   *
   * @param configured "hosts" in its configuration file
   */
  List<String> hosts(List<String> configured) {
    List<String> hosts = arguments.hosts().isEmpty() ? configured : arguments.hosts();
    return hosts.isEmpty()
        ? List.of("unix://" + SOCKET)
        : hosts.stream()
            .map(String::strip)
            .map(host -> host.startsWith("fd://") ? "unix://" + SOCKET : host)
            .toList();
  }

  /** The paths of the unix sockets among its addresses. */
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
