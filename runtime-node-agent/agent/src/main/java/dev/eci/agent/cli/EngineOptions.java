// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.support.host.HostRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the Docker Engine, and the paths of ECI on the host. */
final class EngineOptions {
  @Option(
      names = "--install-dir",
      defaultValue = "${env:ECI_INSTALL_DIR:-/opt/eci}",
      description = "Where eci-runtime and its settings are installed (${DEFAULT-VALUE}).")
  private String installDir = "/opt/eci";

  @Option(
      names = "--docker-socket",
      description = "Docker Engine socket, if more than one engine runs on this host.")
  private @Nullable String dockerSocket;

  @Option(
      names = "--docker-config",
      description =
          "Docker Engine configuration file, if more than one engine runs on this host (default: detected).")
  private @Nullable String dockerConfig;

  @Mixin private AgentSocketOption agent = new AgentSocketOption();

  HostRoot root() {
    return new HostRoot(Path.of("/"));
  }

  DockerInstallPaths installPaths() {
    return new DockerInstallPaths(installDir);
  }

  /** Path at which eci-runtime finds the agent. */
  String socket() {
    return agent.path();
  }

  HostStatus status() {
    return agent.status();
  }

  DockerLocator locator() {
    Path directory = Path.of(socket()).toAbsolutePath().getParent();
    return DockerLocator.of(
        root(),
        HostOptions.PROC,
        List.of(installDir, String.valueOf(directory)),
        Optional.ofNullable(dockerSocket),
        Optional.ofNullable(dockerConfig));
  }
}
