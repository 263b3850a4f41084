package dev.eci.policy.pod;

import dev.eci.policy.Policy;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.TrustText;
import dev.eci.policy.Violation;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.trust.TrustVerdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images that must be signed. A restriction: each policy's own word holds, whatever another one
 * allows.
 */
final class SignedImages implements PodRule {
  /** Something of a pod that names an image. */
  private record Named(
      String written, Optional<ImageReference> image, Policy policy, String field) {
    Violation violation(String text) {
      return new Violation(RuleId.TRUST, policy.name(), field, text);
    }
  }

  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
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

  private static Stream<Named> ofContainers(PodFacts pod, PolicyGroup policies) {
    RunImages images = new RunImages(pod, policies);
    return pod.containers().stream()
        .flatMap(container ->
            images
                .asking(container)
                .map(policy ->
                    new Named(
                        container.image(),
                        images.of(container),
                        policy,
                        container.field() + ".image")));
  }

  private static Stream<Named> ofVolumes(PodFacts pod, PolicyGroup policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof VolumeSource.Image(String written)
                ? policies.own().stream()
                    .filter(policy -> policy.trust().asks(false))
                    .map(policy ->
                        new Named(
                            written, ImageReference.tryParse(written), policy, volume.field()))
                : Stream.of());
  }

  private static Optional<Violation> denied(Named named, PolicyGroup policies, boolean template) {
    Policy policy = named.policy();
    Optional<String> text =
        named.image().isEmpty()
            ? Optional.of(TrustText.unreadable(named.written(), policy.source()))
            : denied(
                policy.trust().judge(named.image().get(), policies.now()),
                named.image().get(),
                policy,
                template);
    return text.map(named::violation);
  }

  /** Nothing is changed in volumes: what one names must be what was looked at. */
  private static Optional<Violation> unpinned(Named named, PolicyGroup policies) {
    return named
        .image()
        .flatMap(image ->
            named.policy().trust().judge(image, policies.now())
                    instanceof TrustVerdict.SignedAt(String digest)
                ? Optional.of(
                    named.violation(
                        TrustText.volumeByDigest(named.written(), image.name() + "@" + digest)))
                : Optional.empty());
  }

  /** A template may come before anybody has looked: its pods are asked about again. */
  private static Optional<String> denied(
      TrustVerdict verdict, ImageReference image, Policy policy, boolean template) {
    String shown = image.toString();
    return switch (verdict) {
      case TrustVerdict.Signed() -> Optional.empty();
      case TrustVerdict.SignedAt ignored -> Optional.empty();
      case TrustVerdict.Unknown(String problem) ->
          template ? Optional.empty() : Optional.of(TrustText.unknown(shown, problem));
      case TrustVerdict.TooLongAgo(var checked, var problem) ->
          template ? Optional.empty() : Optional.of(TrustText.tooLongAgo(shown, checked, problem));
      case TrustVerdict.Unsigned(var reasons) ->
          Optional.of(TrustText.unsigned(shown, reasons, policy.source()));
      case TrustVerdict.NobodySpeaks() ->
          Optional.of(TrustText.nobodySpeaks(shown, policy.source()));
    };
  }

  /** Whose signatures have to be looked for, so that more can be said. */
  static Stream<WantedImage> wanted(PodFacts pod, PolicyGroup policies) {
    return Stream.concat(ofContainers(pod, policies), ofVolumes(pod, policies))
        .flatMap(named ->
            named.image().stream()
                .flatMap(
                    image -> wanted(image, named.policy().trust().judge(image, policies.now()))));
  }

  private static Stream<WantedImage> wanted(ImageReference image, TrustVerdict verdict) {
    return verdict instanceof TrustVerdict.NobodySpeaks
        ? Stream.of()
        : Stream.of(new WantedImage(image, !verdict.trusts(), false));
  }
}
