package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Settings and devices of the node's kernel, and orders to its runtime (ISO-3, ISO-4, ISO-6). */
public final class KernelMessages {
  private KernelMessages() {}

  /** ISO-4. */
  public static String rawDeviceDenied(String volume, PolicySource policy) {
    return Messages.PREFIX
        + "raw block volume %s is denied, because a device of the node is of no use in a user namespace; mount it as a file system (volumeMode: Filesystem), or %s"
            .formatted(UntrustedText.quote(volume), Messages.exempt("this pod", policy));
  }

  /** ISO-4. */
  public static String nodeSysctlDenied(String sysctl, PolicySource policy) {
    return Messages.PREFIX
        + "sysctl %s is denied, because it is the node's and not the pod's own; leave it out, or %s"
            .formatted(UntrustedText.quote(sysctl), Messages.exempt("this pod", policy));
  }

  /** ISO-3: the network is the node's or the CRI's, so the container's root sets nothing in it. */
  public static String networkSettingDenied(String sysctl) {
    return Messages.PREFIX
        + "sysctl %s cannot be set, because the container does not own its network; "
            .formatted(UntrustedText.quote(sysctl))
        + "leave it out, or use hostUsers: false on a node whose engine supports user namespaces (containerd 2).";
  }

  /** The same, where it was the engine's own default. */
  public static String networkSettingIgnored(String sysctl) {
    return Messages.PREFIX
        + "sysctl %s, a default of the engine, is not set, because the container does not own its network."
            .formatted(UntrustedText.quote(sysctl));
  }

  /** ISO-6: annotations that are the runtime's orders rather than notes. */
  public static String annotationIgnored(String name) {
    return Messages.PREFIX
        + "annotation %s is left out, because runtimes take it for an order about the node."
            .formatted(UntrustedText.quote(name));
  }
}
