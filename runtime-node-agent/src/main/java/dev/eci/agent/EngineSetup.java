package dev.eci.agent;

import dev.eci.agent.docker.DockerHost;
import dev.eci.agent.oci.DockerOrigins;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.docker.create.ProtectedBuilds;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.Docker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What requests are judged by of the engine that was found last. */
final class EngineSetup {
  private static final String RUNTIME = "eci";

  private final DockerHost docker;
  private final DockerOrigins origins;
  private final Supplier<ProtectedBuilds> builds;
  private volatile Setup now;

  private EngineSetup(
      DockerHost docker,
      DockerOrigins origins,
      boolean ofNode,
      ProtectedBuilds first,
      Supplier<ProtectedBuilds> builds) {
    this.docker = docker;
    this.origins = origins;
    this.builds = builds;
    // until dockerd was found: what it has by default
    now =
        new Setup(
            RUNTIME,
            new Docker.Engine(NodePath.of("/var/lib/docker"), Set.of(), List.of(), ofNode),
            Setup.LARGEST_BODY,
            first);
  }

  /** Of a Docker host, whose status tells which builds are protected. */
  static EngineSetup ofHost(DockerHost docker, DockerOrigins origins) {
    return new EngineSetup(
        docker, origins, false, ProtectedBuilds.NOT_ASKED, () -> ProtectedBuilds.NOT_ASKED);
  }

  /** Of a Kubernetes node, where builds that are not protected are refused. */
  static EngineSetup ofNode(DockerHost docker, DockerOrigins origins) {
    return new EngineSetup(
        docker,
        origins,
        true,
        ProtectedBuilds.NONE,
        () -> docker.buildsProtected() ? ProtectedBuilds.OF_BUILDKIT : ProtectedBuilds.NONE);
  }

  Setup now() {
    return now;
  }

  /** Asks again; of a dockerd that is away what was known goes on to hold. */
  void look() {
    docker
        .engine()
        .ifPresent(engine -> {
          try {
            now = new Setup(RUNTIME, origins.places(engine), Setup.LARGEST_BODY, builds.get());
          } catch (IOException | IllegalArgumentException e) {
            // as if it were away
          }
        });
  }
}
