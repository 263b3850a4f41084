package dev.eci.policy.text;

import dev.eci.policy.PolicySource;
import dev.eci.policy.image.Quoted;

/** Docker's socket and those of other engines (RES-3). */
public final class SocketTexts {
  private SocketTexts() {}

  /** RES-3, Docker's socket: the image list can allow it. */
  public static String dockerSocketDenied(String image, PolicySource policy) {
    return Phrases.LEAD
        + "docker socket mount denied for container with image %s; image is not in the allowed list; "
            .formatted(Quoted.of(image))
        + Phrases.ifYouWish(
            "configure the docker socket image list in %s.".formatted(policy.place()));
  }

  /**
   * RES-3, any other engine's socket: no list allows it, since nothing filters what goes through
   * it.
   */
  public static String engineSocketDenied(String engine, String image, PolicySource policy) {
    return Phrases.LEAD
        + "%s socket mount denied for container with image %s; ".formatted(engine, Quoted.of(image))
        + Phrases.unless("this container's pod", policy);
  }

  /** What was done to a pod. */
  public static String socketSwapped(String volume, String path) {
    return Phrases.LEAD
        + "volume %s is the node's filtered docker socket %s instead of the engine's own."
            .formatted(Quoted.of(volume), path);
  }

  /** RES-3, at the last check. */
  public static String socketNotSwapped(String volume) {
    return Phrases.LEAD
        + "the pod is about to be stored with the engine's own docker socket in volume %s; "
            .formatted(Quoted.of(volume))
        + Phrases.UNDONE;
  }

  /** RES-3, on a Kubernetes node. */
  public static String unfilteredSocketDenied(String path, String filtered) {
    return Phrases.LEAD
        + "mount of %s is denied, because on this node it is the engine's own socket, which nothing filters; mount %s."
            .formatted(Quoted.of(path), Quoted.of(filtered));
  }
}
