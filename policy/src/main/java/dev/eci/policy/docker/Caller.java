// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.selector.PodSubject;
import java.util.Optional;

/**
 * The sender of a request, as the socket's peer credentials show it; nothing here comes from the
 * request.
 */
public sealed interface Caller {
  /** A process of the node, in no container: the rules apply to what it creates. */
  record Host(long uid, long gid, long pid) implements Caller {}

  /**
   * A process in a container: the command list applies as well (SOCK-4, SOCK-5).
   *
   * @param containerId in full
   * @param name the container's name; empty if it has none
   * @param image that it was created from
   * @param pod of Kubernetes that it belongs to, by which policies are chosen
   */
  record InContainer(String containerId, String name, ImageIdentity image, Optional<PodSubject> pod)
      implements Caller {}

  /**
   * The caller could not be identified (its process has exited, its container is unknown): nothing
   * is forwarded.
   *
   * @param isEngineAway whether the reason is that the engine, which knows the containers, does not
   *     respond
   */
  record Unknown(String reason, boolean isEngineAway) implements Caller {
    public Unknown(String reason) {
      this(reason, false);
    }
  }
}
