// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.ProcessCommands;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes eci from a Docker host: the runtime from dockerd, then the proxied socket. */
public record DockerHostRemover(HostRoot root, DockerInstallPaths paths) {
  /** Docker's default path, for a dockerd that does not run. */
  private static final String DEFAULT_SOCKET = "/run/docker.sock";

  /**
   * Must not run while an agent does.
   *
   * @param located empty if dockerd does not run
   * @param leaveStopped whether stopped containers may stay, although they cannot start afterwards
   * @param reached gets the name of each step that was undone, see {@link DockerRemover}
   */
  public DockerRemover.Result remove(
      Optional<LocatedDockerd> located, boolean leaveStopped, Consumer<String> reached)
      throws IOException, UnsupportedHostException {
    NodeCommands commands = ProcessCommands.direct();
    DockerRemover.Result result =
        DockerRemover.removeFrom(root, paths, commands, located, leaveStopped, reached);
    if (!(result instanceof DockerRemover.Result.InUse)) {
      SocketGuard.restore(
          new SocketPaths(root),
          commands,
          located.map(LocatedDockerd::publicSocket).orElse(DEFAULT_SOCKET));
    }
    return result;
  }
}
