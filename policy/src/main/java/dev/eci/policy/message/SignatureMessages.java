// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Image signatures. */
public final class SignatureMessages {
  private static final String SEE = "see kubectl get eciimages.";

  private SignatureMessages() {}

  /** The image has not been verified yet, or the registry did not respond. */
  public static String unknown(String image, String problem) {
    return Messages.PREFIX
        + "image %s must be signed, and its signature has not been verified yet%s; "
            .formatted(UntrustedText.quote(image), because(problem))
        + "try again in a few seconds, but not as a dry run, which verifies nothing; if that does not help, "
        + SEE;
  }

  /** Each namespace may bring so many images within an hour that are not verified yet. */
  public static String budgetUsed(String namespace, int most) {
    return Messages.PREFIX
        + "no further image is verified for namespace %s at present, because its pods brought %d new images within an hour; use images that are verified already, or try again in an hour."
            .formatted(UntrustedText.quote(namespace), most);
  }

  /** The last verification is too old. */
  public static String stale(String image, Instant checked, String problem) {
    return Messages.PREFIX
        + "image %s must be signed, and its signature was last verified at %s%s; "
            .formatted(
                UntrustedText.quote(image),
                checked.truncatedTo(ChronoUnit.SECONDS),
                because(problem))
        + "try again when its registry responds, and "
        + SEE;
  }

  /** No authority of the policy signed the image. */
  public static String unsigned(String image, List<String> reasons, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because no trusted signature was found (%s); "
            .formatted(
                UntrustedText.quote(image),
                reasons.stream().map(UntrustedText::quote).collect(Collectors.joining(", ")))
        + "sign it (cosign sign) and try again; if you wish to allow it, name its signer in spec.imageTrust.authorities of %s, or exempt the pod in its spec.exemptions."
            .formatted(policy.describe());
  }

  /** No authority of the policy matches the image. */
  public static String noMatchingAuthority(String image, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because images must be signed and no authority in the policy matches this image; "
            .formatted(UntrustedText.quote(image))
        + "if you wish to allow it, name it in the images of one in spec.imageTrust.authorities of %s, or exempt the pod in its spec.exemptions."
            .formatted(policy.describe());
  }

  /** An existing pod is not mutated, so it must name the digest that was verified. */
  public static String nameByDigest(String container, String image) {
    return Messages.PREFIX
        + "the image of container %s must be named by the digest that was checked, because a name can be moved and this pod exists already; write %s."
            .formatted(UntrustedText.quote(container), UntrustedText.quote(image));
  }

  /** An image as a volume. */
  public static String volumeByDigest(String image, String digest) {
    return Messages.PREFIX
        + "image volume %s must be named by the digest that was checked, because a name can be moved; write %s."
            .formatted(UntrustedText.quote(image), UntrustedText.quote(digest));
  }

  /** The image is no valid reference. */
  public static String unreadable(String image, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because images must be signed and the image name is invalid; fix it, or exempt the pod in spec.exemptions of %s."
            .formatted(UntrustedText.quote(image), policy.describe());
  }

  private static String because(String problem) {
    return problem.isEmpty() ? "" : ", because " + UntrustedText.quote(problem);
  }
}
