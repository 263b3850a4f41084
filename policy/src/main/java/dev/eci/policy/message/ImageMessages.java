// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The digests that image names resolve to (SOCK-2). */
public final class ImageMessages {
  private ImageMessages() {}

  /** SOCK-2: the name is listed, and its digest is not resolved yet. */
  public static String imageUnresolved(String image, String problem, PolicySource policy) {
    return Messages.PREFIX
        + "docker socket mount denied for container with image %s; its digest has not been resolved yet%s; "
            .formatted(
                UntrustedText.quote(image),
                problem.isEmpty() ? "" : ", because " + UntrustedText.quote(problem))
        + "try again in a few seconds%s, see %s."
            .formatted(
                policy instanceof PolicySource.Cluster
                    ? ", but not as a dry run, which resolves nothing; if that does not help"
                    : ", and if that does not help",
                images(policy));
  }

  /** SOCK-2: the resolved digest is too old. */
  public static String imageStale(String image, Instant checked, PolicySource policy) {
    return Messages.PREFIX
        + "docker socket mount denied for container with image %s; its digest was last resolved at %s; "
            .formatted(UntrustedText.quote(image), checked.truncatedTo(ChronoUnit.SECONDS))
        + "see %s, or list the image by digest, which needs no registry.".formatted(images(policy));
  }

  private static String images(PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? "condition ImagesResolved of %s".formatted(policy.describe())
        : "eci-agent status";
  }

  /** The change to a pod. */
  public static String imagePinned(String container, String image) {
    return Messages.PREFIX
        + "container %s runs image %s, the digest that was checked."
            .formatted(UntrustedText.quote(container), UntrustedText.quote(image));
  }

  /** RES-3, after mutation. */
  public static String imageNotPinned(String container, String image) {
    return Messages.PREFIX
        + "after mutation, the pod still has another image for container %s than %s, which was checked; "
            .formatted(UntrustedText.quote(container), UntrustedText.quote(image))
        + Messages.UNDONE;
  }
}
