// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.HostSettings;
import dev.eci.agent.dockerhost.HostStatus;
import dev.eci.installer.dockerd.DockerInstaller;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.support.policy.PolicyView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All options of the agent of a Docker host. */
final class HostOptions {
  static final Path PROC = Path.of("/proc");
  static final String RANGE_POOL_HELP =
      "UID/GID pool for containers (BASE:COUNT); ignored if /etc/subuid and /etc/subgid have an entry for eci.";

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

  @Mixin private EngineOptions engine = new EngineOptions();
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
        engine.root(),
        PROC,
        new DockerInstaller.Settings(
            engine.installPaths(), launcher, engine.socket(), BuildVersion.format(), runtime),
        engine.locator(),
        rangePool,
        metrics.address());
  }

  HostPolicies images(PolicyView policies) throws IOException {
    return registries.images(policies, engine.root().locate(engine.installPaths().images()));
  }

  HostStatus status() {
    return engine.status();
  }
}
