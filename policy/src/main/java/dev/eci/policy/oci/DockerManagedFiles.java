// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.List;
import java.util.Set;

/**
 * What Docker mounts into a container without a request: files of that container (name, hosts,
 * resolv.conf, shared memory, secrets), volumes, the init program, and what its builder prepares
 * for a step (moby, daemon/container_operations_unix.go and daemon/internal/builder-next).
 */
final class DockerManagedFiles {
  /** Files that a container shares with another whose network or IPC it joins. */
  private static final Set<List<String>> SHARED =
      Set.of(
          List.of("hostname"), List.of("hosts"), List.of("resolv.conf"), List.of("mounts", "shm"));

  /** Other containers' files, and the engine's state. The rest is layers, caches, scratch. */
  private static final Set<String> NO_BUILDS =
      Set.of("containers", "volumes", "network", "plugins", "swarm", "runtimes", "engine-id");

  private DockerManagedFiles() {}

  static boolean contains(DockerOrigin dockerOrigin, HostPath source, Bind bind) {
    HostPath dataRoot = dockerOrigin.engine().dataRoot();
    if (dockerOrigin.engine().inits().contains(source)) {
      return bind.readOnly() && bind.destination().equals("/sbin/docker-init");
    }
    if (!source.startsWith(dataRoot) || source.equals(dataRoot)) {
      return false;
    }
    List<String> names =
        source.segments().subList(dataRoot.segments().size(), source.segments().size());
    if (dockerOrigin.isBuildStep()) {
      return !NO_BUILDS.contains(names.getFirst());
    }
    return switch (names.getFirst()) {
      case "containers" -> names.size() > 2 && isManagedFile(dockerOrigin, names);
      case "volumes" -> names.size() > 2 && names.get(2).equals("_data");
      default -> false;
    };
  }

  private static boolean isManagedFile(DockerOrigin dockerOrigin, List<String> names) {
    String owner = names.get(1);
    return owner.equals(dockerOrigin.id())
        || (dockerOrigin.joined().contains(owner)
            && SHARED.contains(names.subList(2, names.size())));
  }
}
