package dev.eci.policy.oci;

import dev.eci.policy.host.NodePath;
import dev.eci.policy.oci.ContainerFacts.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A container of a Docker Engine, or a step of one of its builds.
 *
 * @param id of the container
 * @param build whether it is a RUN of a build: nobody but the engine names what that mounts
 * @param joined ids of the containers whose namespaces it shares
 * @param unifiedCgroups whether the host has cgroup v2, where every container has a cgroup
 *     namespace
 */
public record Docker(
    String id, boolean build, Set<String> joined, boolean unifiedCgroups, Engine engine)
    implements Origin {
  public Docker {
    joined = Set.copyOf(joined);
  }

  /**
   * Where the engine has what is its own, without links.
   *
   * @param dataRoot /var/lib/docker unless it is configured
   * @param inits the programs that it may mount for {@code --init}
   * @param own files and directories of engine and agent, which nobody mounts as data of theirs
   */
  public record Engine(NodePath dataRoot, Set<NodePath> inits, List<NodePath> own) {
    public Engine {
      inits = Set.copyOf(inits);
      own = List.copyOf(own);
    }
  }

  @Override
  public Map<String, String> namespaceLabels() {
    return Map.of();
  }
}
