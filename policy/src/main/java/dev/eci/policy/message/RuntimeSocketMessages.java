// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Docker's socket and the sockets of other container runtimes (RES-3). */
public final class RuntimeSocketMessages {
  private RuntimeSocketMessages() {}

  /** RES-3, Docker's socket: the image list can allow it. */
  public static String dockerSocketDenied(String image, PolicySource policy) {
    return Messages.PREFIX
        + "docker socket mount denied for container with image %s; image is not in the allowed list; "
            .formatted(UntrustedText.quote(image))
        + Messages.ifYouWish(
            "configure the docker socket image list in %s.".formatted(policy.describe()));
  }

  /**
   * RES-3, the socket of any other container runtime: no list allows it, because no proxy checks
   * the requests through it.
   */
  public static String runtimeSocketDenied(String engine, String image, PolicySource policy) {
    return Messages.PREFIX
        + "%s socket mount denied for container with image %s; "
            .formatted(engine, UntrustedText.quote(image))
        + Messages.unless("this container's pod", policy);
  }

  /** The change to a pod. */
  public static String socketSwapped(String volume, String path) {
    return Messages.PREFIX
        + "volume %s is the node's proxied docker socket %s instead of the engine's own."
            .formatted(UntrustedText.quote(volume), path);
  }

  /** RES-3, after mutation. */
  public static String socketNotSwapped(String volume) {
    return Messages.PREFIX
        + "after mutation, the pod still has the engine's own docker socket in volume %s; "
            .formatted(UntrustedText.quote(volume))
        + Messages.UNDONE;
  }

  /** RES-3, on a Kubernetes node. */
  public static String unproxiedSocketDenied(String path, String proxied) {
    return Messages.PREFIX
        + "mount of %s is denied, because on this node it is the engine's own socket without the proxy; mount %s."
            .formatted(UntrustedText.quote(path), UntrustedText.quote(proxied));
  }
}
