package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** Signed images, in ECI's voice. */
public final class SignatureMessages {
  private static final String SEE = "see kubectl get eciimages.";

  private SignatureMessages() {}

  /** Nobody has looked yet, or the registry did not answer. */
  public static String unknown(String image, String problem) {
    return Messages.PREFIX
        + "image %s must be signed, and it is not known yet whether it is%s; "
            .formatted(UntrustedText.quote(image), because(problem))
        + "it is being looked at: try again in a few seconds, and if that does not help "
        + SEE;
  }

  /** What was known is too old. */
  public static String stale(String image, Instant checked, String problem) {
    return Messages.PREFIX
        + "image %s must be signed, and its signature was last seen at %s%s; "
            .formatted(
                UntrustedText.quote(image),
                checked.truncatedTo(ChronoUnit.SECONDS),
                because(problem))
        + "try again when its registry answers, and "
        + SEE;
  }

  /** By none of those who may. */
  public static String unsigned(String image, List<String> reasons, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because nobody has signed it whose signature counts (%s); "
            .formatted(
                UntrustedText.quote(image),
                reasons.stream().map(UntrustedText::quote).collect(Collectors.joining(", ")))
        + "sign it (cosign sign) and try again; if you wish to allow it, name its signer in spec.imageTrust.authorities of %s, or exempt the pod in its spec.exemptions."
            .formatted(policy.describe());
  }

  /** No authority is about it. */
  public static String noMatchingAuthority(String image, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because images must be signed and no authority is about it; "
            .formatted(UntrustedText.quote(image))
        + "if you wish to allow it, name it in the images of one in spec.imageTrust.authorities of %s, or exempt the pod in its spec.exemptions."
            .formatted(policy.describe());
  }

  /** A pod that exists cannot be changed by us: what it names must be what was looked at. */
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

  /** Not even a name. */
  public static String unreadable(String image, PolicySource policy) {
    return Messages.PREFIX
        + "image %s is denied, because images must be signed and its name cannot be read; mend it, or exempt the pod in spec.exemptions of %s."
            .formatted(UntrustedText.quote(image), policy.describe());
  }

  private static String because(String problem) {
    return problem.isEmpty() ? "" : ", because " + UntrustedText.quote(problem);
  }
}
