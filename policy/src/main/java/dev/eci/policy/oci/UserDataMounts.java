package dev.eci.policy.oci;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.hostpath.SystemDirectories;

/**
 * RES-2, "user data mounts stay allowed": what people of a Docker host may mount unasked. On a
 * Kubernetes node people have no data: a pod could not mount it, so neither can what it creates.
 */
public final class UserDataMounts {
  private UserDataMounts() {}

  /** A data root may lie below /data or /home, and is the engine's all the same. */
  public static boolean contains(DockerEngineLayout engineLayout, HostPath source) {
    return !engineLayout.isOnKubernetesNode()
        && !SocketExposure.of(source).reachesSocket()
        && !SystemDirectories.contains(source)
        && !overlaps(source, engineLayout.dataRoot())
        && engineLayout.own().stream().noneMatch(own -> overlaps(source, own));
  }

  private static boolean overlaps(HostPath source, HostPath own) {
    return source.startsWith(own) || own.startsWith(source);
  }
}
