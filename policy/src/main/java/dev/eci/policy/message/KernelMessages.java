// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/**
 * Settings and devices of the node's kernel, and annotations for its runtime (ISO-3, ISO-4, ISO-6).
 */
public final class KernelMessages {
  private KernelMessages() {}

  /** ISO-4. */
  public static String rawDeviceDenied(String volume, PolicySource policy) {
    return Messages.PREFIX
        + "raw block volume %s is denied, because block devices cannot be used inside a user namespace; mount it as a file system (volumeMode: Filesystem), or %s"
            .formatted(UntrustedText.quote(volume), Messages.exempt("this pod", policy));
  }

  /** ISO-4, a device that only its owner and group may use. */
  public static String deviceDenied(String path, PolicySource policy) {
    return Messages.PREFIX
        + "device %s is denied, because not every user of this host may use it; "
            .formatted(UntrustedText.quote(path))
        + Messages.ifYouWish(
            policy instanceof PolicySource.AdminSettings
                ? "write an EciPolicy with spec.hostPaths in place of admin-settings.json, which has no such list."
                : "add it to spec.hostPaths in %s.".formatted(policy.describe()));
  }

  /** ISO-4, a device node from elsewhere: its owner and mode say nothing about the device. */
  public static String unknownDeviceDenied(String path) {
    return Messages.PREFIX
        + "device %s is denied, because it is none of the devices in this host's /dev; name one of those."
            .formatted(UntrustedText.quote(path));
  }

  /** ISO-4. */
  public static String nodeSysctlDenied(String sysctl, PolicySource policy) {
    return Messages.PREFIX
        + "sysctl %s is denied, because it applies to the whole node and not to the pod; leave it out, or %s"
            .formatted(UntrustedText.quote(sysctl), Messages.exempt("this pod", policy));
  }

  /** ISO-3: the node or the CRI owns the network, so the container's root cannot change it. */
  public static String networkSettingDenied(String sysctl) {
    return Messages.PREFIX
        + "sysctl %s cannot be set, because the container does not own its network; "
            .formatted(UntrustedText.quote(sysctl))
        + "leave it out, or use hostUsers: false on a node whose container runtime supports user namespaces (containerd 2).";
  }

  /** The same, where the container runtime set the sysctl by default. */
  public static String networkSettingIgnored(String sysctl) {
    return Messages.PREFIX
        + "sysctl %s, a default of the container runtime, is not set, because the container does not own its network."
            .formatted(UntrustedText.quote(sysctl));
  }

  /** ISO-6: annotations that change what the runtime does. */
  public static String annotationIgnored(String name) {
    return Messages.PREFIX
        + "annotation %s is ignored because it would change the node."
            .formatted(UntrustedText.quote(name));
  }
}
