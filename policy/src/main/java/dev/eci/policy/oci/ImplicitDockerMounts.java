package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.Optional;

/**
 * Which mounts of a Docker container no policy needs to allow: the engine's own files for that
 * container, and people's data. There is no way here to a socket of an engine.
 */
final class ImplicitDockerMounts {
  private ImplicitDockerMounts() {}

  static boolean contains(DockerOrigin dockerOrigin, Bind bind) {
    Optional<HostPath> source = HostPath.parse(bind.source());
    return source.isPresent()
        && !SocketExposure.of(source.get()).reachesSocket()
        && (DockerManagedFiles.contains(dockerOrigin, source.get(), bind)
            || UserDataMounts.contains(dockerOrigin.engine(), source.get()));
  }
}
