package dev.eci.agent;

import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.oci.BindSources;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.agent.oci.FactsReader;
import dev.eci.agent.oci.NodeNamespaces;
import dev.eci.agent.oci.SpecRewrite;
import dev.eci.agent.runtime.ClusterView;
import dev.eci.agent.runtime.RuntimeService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What a launcher asks. */
final class LauncherService {
  /** Below the launcher's ten seconds, so that it is our reason which people see. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  static final Duration CONVERSATION = Duration.ofSeconds(15);

  private LauncherService() {}

  /**
   * For dockerd's launcher, of a host and of a node.
   *
   * @param others processes beside the first one whose namespaces are the node's as well
   */
  static RuntimeService ofDocker(
      HostRoot root,
      Path proc,
      DockerHost docker,
      Supplier<List<String>> others,
      DockerOrigins origins,
      ClusterView policies,
      SpecRewrite rewrite) {
    return new RuntimeService(
        policies,
        new FactsReader(
            new NodeNamespaces(root, proc, others),
            new BindSources(root, () -> DockerAliases.of(docker)),
            origins),
        rewrite,
        PATIENCE);
  }
}
