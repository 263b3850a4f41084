package dev.eci.policy.oci;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.Optional;

/**
 * Which mounts of a Docker container no policy needs to allow: the engine's own files for that
 * container, and people's data. There is no way here to a socket of an engine.
 */
final class DockerData {
  private DockerData() {}

  static boolean contains(Docker docker, Bind bind) {
    Optional<NodePath> source = NodePath.parse(bind.source());
    return source.isPresent()
        && !SocketReach.of(source.get()).any()
        && (DockerFiles.contains(docker, source.get(), bind)
            || PeoplesData.contains(docker.engine(), source.get()));
  }
}
