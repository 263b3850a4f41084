// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.agent.service.DockerEngineContext;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.policy.PolicyFileWatcher;
import java.util.Optional;

/** The proxied Docker socket of a host: which socket it is, and its state. */
record HostSocket(
    DockerInstallation docker,
    PolicyFileWatcher policies,
    DockerEngineContext engine,
    SocketGuard guard)
    implements AutoCloseable {

  /** Decides which socket is proxied. If dockerd is away for a moment, nothing changes. */
  void reconcile() {
    if (!policies.state().set().isEnabled()) {
      guard.guard(Optional.empty());
      return;
    }
    engine.refresh();
    // the socket holder is the installed eci-runtime
    if (docker.state().installed() && docker.publicSocket().isPresent()) {
      guard.guard(docker.publicSocket());
    }
  }

  HostSocketState state() {
    SocketGuard.State now = guard.state();
    return new HostSocketState(now.path(), now.proxied(), now.problem(), docker.otherSockets());
  }

  @Override
  public void close() {
    guard.close();
  }
}
