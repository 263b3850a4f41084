// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostSettings;
import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerInstallPaths;
import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.installer.dockerd.DockerLocator;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.support.host.HostRoot;
import dev.eci.support.policy.PolicyView;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that select the Docker Engine, and the paths of ECI on the host. */
final class HostOptions {
  static final Path PROC = Path.of("/proc");
  static final String RANGE_POOL_HELP =
      "UID/GID pool for containers (BASE:COUNT); ignored if /etc/subuid and /etc/subgid have an entry for eci.";

  @Option(
      names = "--install-dir",
      defaultValue = "${env:ECI_INSTALL_DIR:-/opt/eci}",
      description = "Where eci-runtime and its settings are installed (${DEFAULT-VALUE}).")
  private String installDir = "/opt/eci";

  @Option(
      names = "--socket",
      defaultValue = "${env:ECI_SOCKET:-" + RunPaths.AGENT_SOCKET + "}",
      description = "Path at which eci-runtime finds the agent (${DEFAULT-VALUE}).")
  private String socket = RunPaths.AGENT_SOCKET;

  @Option(
      names = "--docker-socket",
      description = "Docker Engine socket, if more than one engine runs on this host.")
  private @Nullable String dockerSocket;

  @Option(
      names = "--docker-config",
      description =
          "Docker Engine configuration file, if more than one engine runs on this host (default: detected).")
  private @Nullable String dockerConfig;

  @Option(
      names = "--runtime",
      defaultValue = "${env:ECI_RUNTIME:-runc}",
      description =
          "The OCI runtime that eci-runtime calls, runc or crun: a name on dockerd's PATH, or a path (${DEFAULT-VALUE}).")
  private String runtime = "runc";

  @Option(
      names = "--range-pool",
      defaultValue = "${env:ECI_RANGE_POOL:-}",
      description = RANGE_POOL_HELP)
  private String rangePool = "";

  @Mixin private RegistryOptions registries = new RegistryOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  /** The UID of this process; 0 is root. */
  static int user() throws IOException {
    return (int) Files.getAttribute(PROC.resolve("self"), "unix:uid");
  }

  /**
   * All of them, for the agent.
   *
   * @param launcher path of the eci-runtime binary to install
   */
  HostSettings settings(Path launcher) {
    return new HostSettings(
        root(),
        PROC,
        new DockerInstaller.Settings(
            installPaths(), launcher, socket, BuildVersion.format(), runtime),
        locator(),
        rangePool,
        metrics.address());
  }

  HostPolicies images(PolicyView policies) throws IOException {
    return registries.images(policies, root().locate(installPaths().images()));
  }

  HostRoot root() {
    return new HostRoot(Path.of("/"));
  }

  DockerInstallPaths installPaths() {
    return new DockerInstallPaths(installDir);
  }

  HostStatus status() {
    return HostStatus.of(socket);
  }

  DockerLocator locator() {
    Path directory = Path.of(socket).toAbsolutePath().getParent();
    return DockerLocator.of(
        root(),
        PROC,
        List.of(installDir, String.valueOf(directory)),
        Optional.ofNullable(dockerSocket),
        Optional.ofNullable(dockerConfig));
  }
}
