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
  private record Named(
      String written, Optional<ImageReference> image, Policy policy, String field) {
    Violation violation(String text) {
      return new Violation(RuleId.TRUST, policy.name(), field, text);
    }
  }

  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return Stream.concat(
            ofContainers(pod, policies)
                .flatMap(named -> denied(named, policies, pod.isTemplate()).stream()),
            ofVolumes(pod, policies)
                .flatMap(named ->
                    denied(named, policies, pod.isTemplate())
                        .or(() -> unpinned(named, policies))
                        .stream()))
        .toList();
  }

  private static Stream<Named> ofContainers(PodFacts pod, EffectivePolicy policies) {
    EffectiveImages images = new EffectiveImages(pod, policies);
    return pod.containers().stream()
        .flatMap(container ->
            images
                .requiringSignature(container)
                .map(policy ->
                    new Named(
                        container.image(),
                        images.effectiveImage(container),
                        policy,
                        container.field() + ".image")));
  }

  private static Stream<Named> ofVolumes(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof VolumeSource.Image(String written)
                ? policies.policies().stream()
                    .filter(policy -> policy.imageTrust().requiresSignature(false))
                    .map(policy ->
                        new Named(
                            written, ImageReference.tryParse(written), policy, volume.field()))
                : Stream.of());
  }

  private static Optional<Violation> denied(
      Named named, EffectivePolicy policies, boolean template) {
    Policy policy = named.policy();
    Optional<String> text =
        named.image().isEmpty()
            ? Optional.of(SignatureMessages.unreadable(named.written(), policy.source()))
            : denied(
                policy.imageTrust().evaluate(named.image().get(), policies.now()),
                named.image().get(),
                policy,
                template);
    return text.map(named::violation);
  }

  /** Volumes are not mutated: a volume must name the digest that was verified. */
  private static Optional<Violation> unpinned(Named named, EffectivePolicy policies) {
    return named
        .image()
        .flatMap(image ->
            named.policy().imageTrust().evaluate(image, policies.now())
                    instanceof TrustVerdict.SignedAt(String digest)
                ? Optional.of(
                    named.violation(
                        SignatureMessages.volumeByDigest(
                            named.written(), image.name() + "@" + digest)))
                : Optional.empty());
  }

  /** A template may be created before its images are verified: its pods are evaluated again. */
  private static Optional<String> denied(
      TrustVerdict verdict, ImageReference image, Policy policy, boolean template) {
    String shown = image.toString();
    return switch (verdict) {
      case TrustVerdict.Signed() -> Optional.empty();
      case TrustVerdict.SignedAt ignored -> Optional.empty();
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
        .flatMap(named ->
            named.image().stream()
                .flatMap(image ->
                    imagesToVerify(
                        image, named.policy().imageTrust().evaluate(image, policies.now()))));
  }

  private static Stream<ImageVerificationRequest> imagesToVerify(
      ImageReference image, TrustVerdict verdict) {
    return verdict instanceof TrustVerdict.NoMatchingAuthority
        ? Stream.of()
        : Stream.of(new ImageVerificationRequest(image, !verdict.isTrusted(), false));
  }
}
