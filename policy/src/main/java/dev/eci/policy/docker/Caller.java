package dev.eci.policy.docker;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/** Who sends a request, as the socket's peer shows it; nothing here comes from the request. */
public sealed interface Caller {
  /** A process of the node, in no container: held to the rules for what it creates. */
  record Host(long uid, long gid, long pid) implements Caller {}

  /**
   * A process in a container: held to the command list as well (SOCK-4, SOCK-5).
   *
   * @param containerId in full
   * @param name as people know the container; empty if it has none
   * @param image that it was created from
   * @param pod of Kubernetes that it belongs to, by which policies are chosen
   */
  record InContainer(String containerId, String name, ImageIdentity image, Optional<PodSubject> pod)
      implements Caller {}

  /** Nobody could tell (its process is gone, its container is unknown): nothing is forwarded. */
  record Unknown(String reason) implements Caller {}
}
