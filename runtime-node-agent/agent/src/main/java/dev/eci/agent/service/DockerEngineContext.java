package dev.eci.agent.service;

import dev.eci.installer.dockerd.DockerInstallation;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.docker.create.BuildProtectionRule;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.runtimeservice.oci.DockerOriginResolver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What requests are judged by of the engine that was found last. */
public final class DockerEngineContext {
  private static final String RUNTIME = "eci";

  private final DockerInstallation docker;
  private final DockerOriginResolver origins;
  private final Supplier<BuildProtectionRule> builds;
  private volatile ProxyContext current;

  private DockerEngineContext(
      DockerInstallation docker,
      DockerOriginResolver origins,
      boolean ofNode,
      BuildProtectionRule first,
      Supplier<BuildProtectionRule> builds) {
    this.docker = docker;
    this.origins = origins;
    this.builds = builds;
    // until dockerd was found: what it has by default
    current =
        new ProxyContext(
            RUNTIME,
            new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of(), ofNode),
            ProxyContext.LARGEST_BODY,
            first);
  }

  /** Of a Docker host, whose status tells which builds are protected. */
  public static DockerEngineContext ofHost(
      DockerInstallation docker, DockerOriginResolver origins) {
    return new DockerEngineContext(
        docker, origins, false, BuildProtectionRule.NOT_ASKED, () -> BuildProtectionRule.NOT_ASKED);
  }

  /** Of a Kubernetes node, where builds that are not protected are refused. */
  public static DockerEngineContext ofNode(
      DockerInstallation docker, DockerOriginResolver origins) {
    return new DockerEngineContext(
        docker,
        origins,
        true,
        BuildProtectionRule.NONE,
        () ->
            docker.hasProtectedBuilds()
                ? BuildProtectionRule.OF_BUILDKIT
                : BuildProtectionRule.NONE);
  }

  public ProxyContext current() {
    return current;
  }

  /** Asks again; of a dockerd that is away what was known goes on to hold. */
  public void refresh() {
    docker
        .engine()
        .ifPresent(engine -> {
          try {
            current =
                new ProxyContext(
                    RUNTIME, origins.toEngine(engine), ProxyContext.LARGEST_BODY, builds.get());
          } catch (IOException | IllegalArgumentException e) {
            // as if it were away
          }
        });
  }
}
