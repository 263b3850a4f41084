// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.Optional;

/**
 * The mounts of a Docker container that need no policy: the engine's own files for that container,
 * and user data. None of them exposes a container runtime socket.
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
