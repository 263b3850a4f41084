// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.oci.ContainerFacts.Origin;
import java.util.Map;
import java.util.Set;

/**
 * A container of a Docker Engine, or a step of one of its builds.
 *
 * @param id of the container
 * @param isBuildStep whether it is a RUN of a build: only the engine chooses its mounts
 * @param joined IDs of the containers whose namespaces it shares
 * @param hasUnifiedCgroups whether the host has cgroup v2, where every container has a cgroup
 *     namespace
 * @param namespaceLabels of the namespace from which a pod created it; none where there is no
 *     Kubernetes
 */
public record DockerOrigin(
    String id,
    boolean isBuildStep,
    Set<String> joined,
    boolean hasUnifiedCgroups,
    DockerEngineLayout engine,
    Map<String, String> namespaceLabels)
    implements Origin {
  /**
   * Label of a container that a pod created through the proxied socket: the pod's namespace, whose
   * policies apply to the container's own requests too (SOCK-5). The proxy sets it, and overwrites
   * the label of a request or an image.
   */
  public static final String NAMESPACE_LABEL = "eci.dev/namespace";

  public DockerOrigin {
    joined = Set.copyOf(joined);
    namespaceLabels = Map.copyOf(namespaceLabels);
  }

  /** A container that no pod created. */
  public DockerOrigin(
      String id,
      boolean build,
      Set<String> joined,
      boolean unifiedCgroups,
      DockerEngineLayout engineLayout) {
    this(id, build, joined, unifiedCgroups, engineLayout, Map.of());
  }
}
