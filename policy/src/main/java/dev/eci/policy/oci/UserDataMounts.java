// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.hostpath.SystemDirectories;

/**
 * RES-2, "user data mounts stay allowed": what users of a Docker host may mount without a policy. A
 * Kubernetes node has no user data: a pod could not mount it, so containers that the pod creates
 * cannot either.
 */
public final class UserDataMounts {
  private UserDataMounts() {}

  /** A data root may lie below /data or /home, and still belongs to the engine. */
  public static boolean contains(DockerEngineLayout engineLayout, HostPath source) {
    return !engineLayout.isOnKubernetesNode()
        && !SocketExposure.of(source).reachesSocket()
        && (!SystemDirectories.contains(source) || UserRuntimeDirectory.containsData(source))
        && !overlaps(source, engineLayout.dataRoot())
        && engineLayout.own().stream().noneMatch(own -> overlaps(source, own));
  }

  private static boolean overlaps(HostPath source, HostPath own) {
    return source.startsWith(own) || own.startsWith(source);
  }
}
