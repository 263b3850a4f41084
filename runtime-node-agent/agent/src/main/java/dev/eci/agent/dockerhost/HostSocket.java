package dev.eci.agent.dockerhost;

import dev.eci.agent.service.DockerEngineContext;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.policy.PolicyFileWatcher;
import java.util.List;
import java.util.Optional;

/** The filtered Docker socket of a host: which one it is, and how it is. */
public record HostSocket(
    DockerInstallation docker,
    PolicyFileWatcher policies,
    DockerEngineContext setup,
    SocketGuard guard)
    implements AutoCloseable {
  /**
   * How the socket is.
   *
   * @param path Docker's public one; empty while none is known, or protection is off
   * @param filtered whether who connects there is filtered
   * @param problem why not; empty if it is
   * @param unfiltered other addresses at which the engine listens
   */
  public record State(String path, boolean filtered, String problem, List<String> unfiltered) {}

  /** Looks which socket is to be filtered; a dockerd that is away for a moment changes nothing. */
  void reconcile() {
    if (!policies.state().set().isEnabled()) {
      guard.guard(Optional.empty());
      return;
    }
    setup.refresh();
    // the launcher that keeps the socket has to be installed first
    if (docker.state().installed() && docker.publicSocket().isPresent()) {
      guard.guard(docker.publicSocket());
    }
  }

  State state() {
    SocketGuard.State now = guard.state();
    return new State(now.path(), now.proxied(), now.problem(), docker.otherSockets());
  }

  @Override
  public void close() {
    guard.close();
  }
}
