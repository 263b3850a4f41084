package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Set;

/**
 * Where the engine has what is its own, without links.
 *
 * @param dataRoot /var/lib/docker unless it is configured
 * @param inits the programs that it may mount for {@code --init}
 * @param own files and directories of engine and agent, which nobody mounts as data of theirs
 * @param isOnKubernetesNode whether it runs beside a kubelet: pods create its containers, so that
 *     every path is a node's, and its usual socket stays the engine's own
 */
public record DockerEngineLayout(
    HostPath dataRoot, Set<HostPath> inits, List<HostPath> own, boolean isOnKubernetesNode) {
  public DockerEngineLayout {
    inits = Set.copyOf(inits);
    own = List.copyOf(own);
  }

  /** The engine of a Docker host. */
  public DockerEngineLayout(HostPath dataRoot, Set<HostPath> inits, List<HostPath> own) {
    this(dataRoot, inits, own, false);
  }
}
