package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
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
 * @param namespaceLabels of the namespace from which a pod created it; none where there is no
 *     Kubernetes
 */
public record DockerOrigin(
    String id,
    boolean build,
    Set<String> joined,
    boolean unifiedCgroups,
    EngineLayout engine,
    Map<String, String> namespaceLabels)
    implements Origin {
  /**
   * Label of a container that a pod created through the filtered socket: the pod's namespace, whose
   * policies go on to hold for what the container does (SOCK-5). The filter writes it, over
   * whatever a request or an image says.
   */
  public static final String NAMESPACE_LABEL = "eci.dev/namespace";

  public DockerOrigin {
    joined = Set.copyOf(joined);
    namespaceLabels = Map.copyOf(namespaceLabels);
  }

  /** One that no pod has to do with. */
  public DockerOrigin(
      String id,
      boolean build,
      Set<String> joined,
      boolean unifiedCgroups,
      EngineLayout engineLayout) {
    this(id, build, joined, unifiedCgroups, engineLayout, Map.of());
  }

  /**
   * Where the engine has what is its own, without links.
   *
   * @param dataRoot /var/lib/docker unless it is configured
   * @param inits the programs that it may mount for {@code --init}
   * @param own files and directories of engine and agent, which nobody mounts as data of theirs
   * @param ofNode whether it runs beside a kubelet: pods create its containers, so that every path
   *     is a node's, and its usual socket stays the engine's own
   */
  public record EngineLayout(
      HostPath dataRoot, Set<HostPath> inits, List<HostPath> own, boolean ofNode) {
    public EngineLayout {
      inits = Set.copyOf(inits);
      own = List.copyOf(own);
    }

    /** The engine of a Docker host. */
    public EngineLayout(HostPath dataRoot, Set<HostPath> inits, List<HostPath> own) {
      this(dataRoot, inits, own, false);
    }
  }
}
