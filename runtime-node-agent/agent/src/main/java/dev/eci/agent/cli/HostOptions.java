package dev.eci.agent.cli;

import dev.eci.installer.dockerd.DockerInstallPaths;
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

/** Options that say which Docker Engine is meant and where our own files are. */
public final class HostOptions {
  public static final Path PROC = Path.of("/proc");

  @Option(
      names = "--install-dir",
      defaultValue = "${env:ECI_INSTALL_DIR:-/opt/eci}",
      description = "Where launcher and settings are installed (${DEFAULT-VALUE}).")
  private String installDir = "/opt/eci";

  @Option(
      names = "--socket",
      defaultValue = "${env:ECI_SOCKET:-" + RunPaths.AGENT_SOCKET + "}",
      description = "Path at which the launcher finds the agent (${DEFAULT-VALUE}).")
  private String socket = RunPaths.AGENT_SOCKET;

  @Option(
      names = "--docker-socket",
      description = "Socket of the Docker Engine that is meant, where several run.")
  private @Nullable String dockerSocket;

  @Option(
      names = "--docker-config",
      description = "Its configuration file, where several run; found by itself otherwise.")
  private @Nullable String dockerConfig;

  @Option(
      names = "--runtime",
      defaultValue = "${env:ECI_RUNTIME:-runc}",
      description =
          "The OCI runtime that the launcher calls, runc or crun: a name on dockerd's PATH, or a path (${DEFAULT-VALUE}).")
  private String runtime = "runc";

  @Option(
      names = "--range-pool",
      defaultValue = "${env:ECI_RANGE_POOL:-}",
      description =
          "Ids for containers, BASE:COUNT, unless /etc/subuid and /etc/subgid have a line of the owner eci.")
  private String rangePool = "";

  @Mixin private RegistryOptions registries = new RegistryOptions();
  @Mixin private MetricsOptions metrics = new MetricsOptions();

  /** The user's number as which this process runs; root's is 0. */
  static int user() throws IOException {
    return (int) Files.getAttribute(PROC.resolve("self"), "unix:uid");
  }

  public MetricsOptions metrics() {
    return metrics;
  }

  public HostPolicies images(PolicyView policies) throws IOException {
    return registries.images(policies, root().locate(installPaths().images()));
  }

  public String runtime() {
    return runtime;
  }

  public String rangePool() {
    return rangePool;
  }

  public HostRoot root() {
    return new HostRoot(Path.of("/"));
  }

  public String socket() {
    return socket;
  }

  public DockerInstallPaths installPaths() {
    return new DockerInstallPaths(installDir);
  }

  /** What {@code eci-agent status} reads. */
  public Path statusFile() {
    return Path.of(socket.replaceFirst("\\.sock$", "") + ".status.json");
  }

  /** Which directories are mounted nosuid; on disk, as what is in them is. */
  public Path nosuidFile() {
    return Path.of("/var/lib/eci/nosuid");
  }

  public DockerLocator locator() {
    Path directory = Path.of(socket).toAbsolutePath().getParent();
    return DockerLocator.of(
        root(),
        PROC,
        List.of(installDir, String.valueOf(directory)),
        Optional.ofNullable(dockerSocket),
        Optional.ofNullable(dockerConfig));
  }
}
