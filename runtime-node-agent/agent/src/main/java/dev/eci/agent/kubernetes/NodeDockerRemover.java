// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.installer.dockerd.DockerRemover;
import dev.eci.installer.dockerd.UnsupportedHostException;
import dev.eci.installer.step.InstallPaths;
import dev.eci.support.fault.FaultPoints;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NodeCommands;
import java.io.IOException;

/** Removes the runtime eci from the dockerd of a node. */
record NodeDockerRemover(HostRoot root, NodeCommands commands, DockerLocator locator) {
  /**
   * Separate from the files of the runtime handler: the eci-runtime that dockerd calls connects to
   * another socket than the one that containerd calls.
   */
  static final DockerInstallPaths PATHS = new DockerInstallPaths(InstallPaths.ROOT + "/docker");

  /**
   * Stopped containers do not prevent it; docker reports the reason when a user starts one.
   *
   * @return how many running containers prevent it; 0 if the runtime is removed
   */
  int remove() throws IOException {
    try {
      DockerRemover.Result result =
          DockerRemover.removeFrom(
              root, PATHS, commands, locator.find(), true, FaultPoints.of("docker-removal"));
      return switch (result) {
        case DockerRemover.Result.Done _ -> 0;
        case DockerRemover.Result.InUse inUse -> inUse.containers().size();
        case DockerRemover.Result.Failed failed -> throw new IOException(failed.reason());
        case DockerRemover.Result.RestartFirst _ ->
            throw new IOException(
                "dockerd was started with eci-runtime for its builds (DOCKER_BUILDKIT_RUNC_COMMAND); restart it without that variable");
      };
    } catch (UnsupportedHostException e) {
      throw new IOException(e.userMessage(), e);
    }
  }
}
