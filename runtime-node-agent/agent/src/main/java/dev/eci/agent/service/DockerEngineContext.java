// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.service;

import dev.eci.installer.containerd.PathAliases;
import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.runtimeservice.oci.DockerOriginResolver;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The Docker Engine that was found last, as both services see it: the runtime service for its
 * containers, the proxy for requests to it. Safe for any thread.
 */
public final class DockerEngineContext {
  private static final String RUNTIME = "eci";

  private final DockerInstallation docker;
  private final ImageIdentities identities;
  private final DockerOriginResolver origins;
  private final List<String> agentProcesses;
  private final Supplier<BuildProtectionRule> builds;
  private volatile ProxyContext current;

  private DockerEngineContext(
      DockerInstallation docker,
      ImageIdentities identities,
      DockerOriginResolver origins,
      List<String> agentProcesses,
      Supplier<BuildProtectionRule> builds) {
    this.docker = docker;
    this.identities = identities;
    this.origins = origins;
    this.agentProcesses = agentProcesses;
    this.builds = builds;
    // dockerd's defaults, until one is found
    current =
        new ProxyContext(
            RUNTIME,
            new DockerEngineLayout(
                HostPath.of("/var/lib/docker"),
                Set.of(),
                List.of(),
                origins.namespaces().isPresent()),
            ProxyContext.LARGEST_BODY,
            builds.get(),
            true);
  }

  /** On a Docker host, where containers request only builds that are protected. */
  public static DockerEngineContext ofHost(
      HostRoot root, Path proc, DockerInstallation docker, ImageIdentities identities) {
    return new DockerEngineContext(
        docker,
        identities,
        new DockerOriginResolver(root, proc, docker::engine, identities::recorded),
        List.of("self"),
        () -> docker.hasProtectedBuilds() ? BuildProtectionRule.ALL : BuildProtectionRule.CLASSIC);
  }

  /**
   * On a Kubernetes node, where builds that are not protected are denied.
   *
   * @param labels of the namespaces whose pods may create containers of the engine
   */
  public static DockerEngineContext ofNode(
      HostRoot root,
      Path proc,
      DockerInstallation docker,
      ImageIdentities identities,
      DockerOriginResolver.NamespaceLabels labels) {
    return new DockerEngineContext(
        docker,
        identities,
        new DockerOriginResolver(
            root, proc, docker::engine, identities::recorded, Optional.of(labels)),
        List.of(),
        () ->
            docker.hasProtectedBuilds() ? BuildProtectionRule.BUILDKIT : BuildProtectionRule.NONE);
  }

  public ImageIdentities identities() {
    return identities;
  }

  DockerOriginResolver origins() {
    return origins;
  }

  /** What the proxy evaluates requests by. */
  public ProxyContext current() {
    return current;
  }

  /** Processes in the host's namespaces: dockerd, and the agent itself where it is one of them. */
  public List<String> hostProcesses() {
    return Stream.concat(
            agentProcesses.stream(), docker.dockerd().stream().map(d -> String.valueOf(d.pid())))
        .toList();
  }

  /** Wherever dockerd listens, policy knows the path as Docker's socket. */
  Map<String, String> pathAliases() {
    Map<String, String> aliases = new HashMap<>(PathAliases.USUAL);
    docker
        .engine()
        .ifPresent(engine -> engine.sockets().forEach(s -> aliases.put(s, "/run/docker.sock")));
    return aliases;
  }

  /** Reads the engine's layout again. While dockerd is away, the last known layout applies. */
  public void refresh() {
    docker
        .engine()
        .ifPresent(engine -> {
          try {
            current =
                new ProxyContext(
                    RUNTIME,
                    origins.toEngine(engine),
                    ProxyContext.LARGEST_BODY,
                    builds.get(),
                    origins.hasUnifiedCgroups());
          } catch (IOException | IllegalArgumentException e) {
            // treated as if dockerd were away
          }
        });
  }
}
