package dev.eci.policy;

import dev.eci.policy.image.Quoted;

/**
 * Docker Desktop's own sentences (ECI.md RES-3), which people search for and tools match, and ours
 * in the same voice. Only the tail differs: it names the place where the setting really is. What
 * strangers wrote stands in quotes, so that it forges no lines in a terminal or a log.
 */
public final class EciText {
  private static final String LEAD = "enhanced container isolation: ";

  private EciText() {}

  /** RES-3, Docker's socket: the image list can allow it. */
  public static String dockerSocketDenied(String image, String policy) {
    return LEAD
        + "docker socket mount denied for container with image %s; image is not in the allowed list; "
            .formatted(Quoted.of(image))
        + "if you wish to allow it, configure the docker socket image list in EciPolicy \"%s\"."
            .formatted(policy);
  }

  /**
   * RES-3, any other engine's socket: no list allows it, since nothing filters what goes through
   * it.
   */
  public static String engineSocketDenied(String engine, String image, String policy) {
    return LEAD
        + "%s socket mount denied for container with image %s; ".formatted(engine, Quoted.of(image))
        + ifYouWish(exempt("this container's pod", policy));
  }

  /** RES-1. */
  public static String hostNamespaceDenied(String namespace, String policy) {
    return LEAD
        + "sharing the node's %s namespace is denied; ".formatted(namespace)
        + ifYouWish(exempt("this pod", policy));
  }

  /** RES-2. */
  public static String nodePathDenied(String path, String policy) {
    return LEAD
        + "mount of node path %s is denied; ".formatted(Quoted.of(path))
        + "if you wish to allow it, add it to spec.hostPaths in EciPolicy \"%s\"."
            .formatted(policy);
  }

  /** RES-2, for a directory above an engine's socket, which no list of paths may open. */
  public static String nodePathAboveSocketDenied(String path, String engine, String policy) {
    return LEAD
        + "mount of node path %s is denied, because the %s socket is reached through it; "
            .formatted(Quoted.of(path), engine)
        + ifYouWish(exempt("this pod", policy));
  }

  /** ISO-1. */
  public static String ownUserNamespaceRequired(String policy) {
    return LEAD
        + "a container without a user namespace of its own is denied; leave hostUsers unset or set it to false, or "
        + exempt("this pod", policy);
  }

  /** ISO-1, where no policy is about the pod: the runtime itself asks for it. */
  public static String ownUserNamespaceRequired() {
    return LEAD
        + "a container without a user namespace of its own is not created by this runtime; "
        + "set hostUsers: false, or leave runtimeClassName unset.";
  }

  /** ISO-7. */
  public static String foreignRuntimeClass(String asked, String wanted, String policy) {
    return LEAD
        + "runtime class %s is denied; leave runtimeClassName unset or set it to \"%s\", or "
            .formatted(Quoted.of(asked), wanted)
        + exempt("this pod", policy);
  }

  /** ISO-7, at the last check: what sets it did not see the pod, or another undid it. */
  public static String runtimeClassMissing(String wanted) {
    return LEAD
        + "the pod is about to be stored without runtime class \"%s\", which is set on creation; "
            .formatted(wanted)
        + "try again, and if that does not help look for another mutating webhook that takes it away.";
  }

  private static String ifYouWish(String remedy) {
    return "if you wish to allow it, " + remedy;
  }

  private static String exempt(String what, String policy) {
    return "exempt %s in spec.exemptions of EciPolicy \"%s\".".formatted(what, policy);
  }
}
