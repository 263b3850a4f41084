// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.TrustVerdict;
import dev.eci.policy.message.SignatureMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * TRUST: images that must be signed. This is a restriction: each policy's requirement applies,
 * whatever another one allows.
 */
final class ImageSignatureRule implements PodRule {
  /** A part of a pod that names an image. */
  private record NamedImage(
      String written, Optional<ImageReference> image, Policy policy, String field) {
    Violation violation(String text) {
      return violation(text, false);
    }

    Violation violation(String text, boolean isTransient) {
      return new Violation(RuleId.TRUST, policy.name(), field, text, isTransient);
    }
  }

  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return Stream.concat(
            ofContainers(pod, policies)
                .flatMap(namedImage -> denied(namedImage, policies, pod.isTemplate()).stream()),
            ofVolumes(pod, policies)
                .flatMap(namedImage ->
                    denied(namedImage, policies, pod.isTemplate())
                        .or(() -> unpinned(namedImage, policies))
                        .stream()))
        .toList();
  }

  private static Stream<NamedImage> ofContainers(PodFacts pod, EffectivePolicy policies) {
    EffectiveImages images = new EffectiveImages(pod, policies);
    return pod.containers().stream()
        .flatMap(container ->
            images
                .requiringSignature(container)
                .map(policy ->
                    new NamedImage(
                        container.image(),
                        images.effectiveImage(container),
                        policy,
                        container.field() + ".image")));
  }

  private static Stream<NamedImage> ofVolumes(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof VolumeSource.Image(String written)
                ? policies.policies().stream()
                    .filter(policy -> policy.imageTrust().requiresSignature(false))
                    .map(policy ->
                        new NamedImage(
                            written, ImageReference.tryParse(written), policy, volume.field()))
                : Stream.of());
  }

  private static Optional<Violation> denied(
      NamedImage namedImage, EffectivePolicy policies, boolean template) {
    Policy policy = namedImage.policy();
    if (namedImage.image().isEmpty()) {
      return Optional.of(
          namedImage.violation(
              SignatureMessages.unreadable(namedImage.written(), policy.source())));
    }
    ImageReference image = namedImage.image().get();
    TrustVerdict verdict = policy.imageTrust().evaluate(image, policies.now());
    boolean isBeingVerified =
        verdict instanceof TrustVerdict.Unknown(String problem) && problem.isEmpty();
    return denied(verdict, image, policy, template)
        .map(text -> namedImage.violation(text, isBeingVerified));
  }

  /** Volumes are not mutated: a volume must name the digest that was verified. */
  private static Optional<Violation> unpinned(NamedImage namedImage, EffectivePolicy policies) {
    return namedImage
        .image()
        .flatMap(image ->
            namedImage.policy().imageTrust().evaluate(image, policies.now())
                    instanceof TrustVerdict.SignedIfPinned(String digest)
                ? Optional.of(
                    namedImage.violation(
                        SignatureMessages.volumeByDigest(
                            namedImage.written(), image.name() + "@" + digest)))
                : Optional.empty());
  }

  /** A template may be created before its images are verified: its pods are evaluated again. */
  private static Optional<String> denied(
      TrustVerdict verdict, ImageReference image, Policy policy, boolean template) {
    String shown = image.toString();
    return switch (verdict) {
      case TrustVerdict.Signed() -> Optional.empty();
      case TrustVerdict.SignedIfPinned ignored -> Optional.empty();
      case TrustVerdict.Unknown(String problem) ->
          template ? Optional.empty() : Optional.of(SignatureMessages.unknown(shown, problem));
      case TrustVerdict.Stale(var checked, var problem) ->
          template
              ? Optional.empty()
              : Optional.of(SignatureMessages.stale(shown, checked, problem));
      case TrustVerdict.Unsigned(var reasons) ->
          Optional.of(SignatureMessages.unsigned(shown, reasons, policy.source()));
      case TrustVerdict.NoMatchingAuthority() ->
          Optional.of(SignatureMessages.noMatchingAuthority(shown, policy.source()));
    };
  }

  /** The images to verify before the pod can be evaluated further. */
  static Stream<ImageVerificationRequest> imagesToVerify(PodFacts pod, EffectivePolicy policies) {
    return Stream.concat(ofContainers(pod, policies), ofVolumes(pod, policies))
        .flatMap(namedImage ->
            namedImage.image().stream()
                .flatMap(image ->
                    imagesToVerify(
                        image, namedImage.policy().imageTrust().evaluate(image, policies.now()))));
  }

  private static Stream<ImageVerificationRequest> imagesToVerify(
      ImageReference image, TrustVerdict verdict) {
    return verdict instanceof TrustVerdict.NoMatchingAuthority
        ? Stream.of()
        : Stream.of(new ImageVerificationRequest(image, !verdict.isTrusted(), false));
  }
}
