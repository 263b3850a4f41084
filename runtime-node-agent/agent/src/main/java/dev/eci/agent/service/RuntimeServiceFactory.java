package dev.eci.agent.service;

import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.runtimeservice.oci.DockerOriginResolver;
import dev.eci.runtimeservice.oci.FactsReader;
import dev.eci.runtimeservice.oci.HostNamespaces;
import dev.eci.runtimeservice.oci.PathAliasResolver;
import dev.eci.runtimeservice.oci.SpecRewriter;
import dev.eci.runtimeservice.server.RuntimeService;
import dev.eci.support.host.HostRoot;
import dev.eci.support.policy.PolicyView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What a launcher asks. */
public final class RuntimeServiceFactory {
  /** Below the launcher's ten seconds, so that it is our reason which people see. */
  public static final Duration PATIENCE = Duration.ofSeconds(8);

  public static final Duration CONVERSATION = Duration.ofSeconds(15);

  private RuntimeServiceFactory() {}

  /**
   * For dockerd's launcher, of a host and of a node.
   *
   * @param others processes beside the first one whose namespaces are the node's as well
   */
  public static RuntimeService ofDocker(
      HostRoot root,
      Path proc,
      DockerInstallation docker,
      Supplier<List<String>> others,
      DockerOriginResolver origins,
      PolicyView policies,
      SpecRewriter rewrite) {
    return new RuntimeService(
        policies,
        new FactsReader(
            new HostNamespaces(root, proc, others),
            new PathAliasResolver(root, () -> DockerSocketAliases.discover(docker)),
            origins),
        rewrite,
        PATIENCE);
  }
}
