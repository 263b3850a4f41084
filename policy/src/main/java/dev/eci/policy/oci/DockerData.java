package dev.eci.policy.oci;

import dev.eci.policy.host.NodeDirectories;
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
        && (DockerFiles.contains(docker, source.get(), bind) || isPeoples(docker, source.get()));
  }

  /** A data root may lie below /data or /home, and is the engine's all the same. */
  private static boolean isPeoples(Docker docker, NodePath source) {
    return !NodeDirectories.contains(source)
        && !meets(source, docker.engine().dataRoot())
        && docker.engine().own().stream().noneMatch(own -> meets(source, own));
  }

  private static boolean meets(NodePath source, NodePath own) {
    return source.startsWith(own) || own.startsWith(source);
  }
}
