// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the Docker Engine keeps its own files; all paths without symbolic links.
 *
 * @param dataRoot /var/lib/docker unless configured otherwise
 * @param inits the programs that the engine may mount for {@code --init}
 * @param own files and directories of engine and agent, which are never user data
 * @param isOnKubernetesNode whether a kubelet runs on the same host: pods create the engine's
 *     containers, so every path is a host path of the node, and the engine keeps its usual socket
 */
public record DockerEngineLayout(
    HostPath dataRoot, Set<HostPath> inits, List<HostPath> own, boolean isOnKubernetesNode) {
  public DockerEngineLayout {
    inits = Set.copyOf(inits);
    own = List.copyOf(own);
  }

  /** Where the engine keeps containers' files and its own. */
  public List<HostPath> ownDirectories() {
    return Stream.concat(Stream.of(dataRoot), own.stream()).toList();
  }

  /** The engine of a Docker host without Kubernetes. */
  public DockerEngineLayout(HostPath dataRoot, Set<HostPath> inits, List<HostPath> own) {
    this(dataRoot, inits, own, false);
  }
}
