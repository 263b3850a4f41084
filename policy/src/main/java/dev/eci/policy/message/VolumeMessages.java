// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Volumes of types that can be a disk of the node (ISO-4). */
public final class VolumeMessages {
  private VolumeMessages() {}

  /** ISO-4, a volume in the pod's own spec. */
  public static String volumeTypeDenied(String name, String type, PolicySource policy) {
    return Messages.PREFIX
        + "volume %s is denied, because a volume of type %s can be a disk of the node; "
            .formatted(UntrustedText.quote(name), UntrustedText.quote(type))
        + Messages.ifYouWish(allow(type, policy));
  }

  /** ISO-4, a persistent volume. */
  public static String persistentVolumeTypeDenied(String name, String type, PolicySource policy) {
    return Messages.PREFIX
        + "persistent volume %s is denied, because a volume of type %s can be a disk of the node; "
            .formatted(UntrustedText.quote(name), UntrustedText.quote(type))
        + Messages.ifYouWish(allow(type, policy));
  }

  /** ISO-4, on the node. */
  public static String mountedVolumeTypeDenied(
      String destination, String type, PolicySource policy) {
    return Messages.PREFIX
        + "the volume at %s is denied, because a volume of type %s can be a disk of the node; "
            .formatted(UntrustedText.quote(destination), UntrustedText.quote(type))
        + Messages.ifYouWish(allow(type, policy));
  }

  private static String allow(String type, PolicySource policy) {
    return "add %s to spec.volumes.allowedTypes in %s."
        .formatted(UntrustedText.quote(type), policy.describe());
  }
}
