// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerLocator.LocatedDockerd;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.runtimeservice.idrange.UnusedAllocations;
import dev.eci.socketproxy.takeover.SocketGuard;
import dev.eci.support.dockersocket.SocketPaths;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import dev.eci.support.host.NosuidMountList;
import dev.eci.support.host.OwnedDirectories;
import dev.eci.support.host.ProcessCommands;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Removes eci from a Docker host: the runtime from dockerd, then the proxied socket. */
public record DockerHostRemover(HostRoot root, Path proc, DockerInstallPaths paths) {
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
    if (result instanceof DockerRemover.Result.Done) {
      removeState();
    }
    return result;
  }

  /** What the agent and eci-runtime recorded. Files of a container that exists stay. */
  private void removeState() throws IOException {
    UnusedAllocations.remove(root, proc);
    for (String directory : List.of(RunPaths.CONTAINERS, RunPaths.DIRECTORY)) {
      Path path = root.locate(directory);
      if (Files.isDirectory(path)) {
        OwnedDirectories.removeIfEmpty(path);
      }
    }
    NosuidMountList.remove(root.locate(HostSettings.NOSUID_FILE.toString()));
  }
}
