package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an image name stands for (SOCK-2). */
public final class ImageMessages {
  private ImageMessages() {}

  /** SOCK-2: the name is listed, and nobody knows yet what it stands for. */
  public static String imageUnresolved(String image, String problem, PolicySource policy) {
    return Messages.PREFIX
        + "docker socket mount denied for container with image %s; it is not known yet which content its registry has under that name%s; "
            .formatted(
                UntrustedText.quote(image),
                problem.isEmpty() ? "" : ", because " + UntrustedText.quote(problem))
        + "try again in a few seconds, and if that does not help see %s.".formatted(images(policy));
  }

  /** SOCK-2: what was known is too old. */
  public static String imageStale(String image, Instant checked, PolicySource policy) {
    return Messages.PREFIX
        + "docker socket mount denied for container with image %s; its registry has not said since %s which content it has under that name; "
            .formatted(UntrustedText.quote(image), checked.truncatedTo(ChronoUnit.SECONDS))
        + "see %s, or list the image by digest, which needs no registry.".formatted(images(policy));
  }

  private static String images(PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? "condition ImagesResolved of %s".formatted(policy.describe())
        : "eci-agent status";
  }

  /** What was done to a pod. */
  public static String imagePinned(String container, String image) {
    return Messages.PREFIX
        + "container %s runs image %s, the digest that was checked."
            .formatted(UntrustedText.quote(container), UntrustedText.quote(image));
  }

  /** RES-3, at the last check. */
  public static String imageNotPinned(String container, String image) {
    return Messages.PREFIX
        + "the pod is about to be stored with another image for container %s than %s, which was checked; "
            .formatted(UntrustedText.quote(container), UntrustedText.quote(image))
        + Messages.UNDONE;
  }
}
