package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.TrustText;
import dev.eci.policy.Violation;
import dev.eci.policy.text.ImageTexts;
import dev.eci.policy.text.RuntimeTexts;
import dev.eci.policy.text.SocketTexts;
import java.util.List;
import java.util.stream.Stream;

/**
 * What should have been changed in a pod by the time it is stored, and was not: what changes it did
 * not see it, or another undid it.
 */
final class Unfinished {
  private Unfinished() {}

  static List<Violation> in(PodFacts pod, PodMutation left, PolicyGroup policies) {
    return left.changes().stream().flatMap(change -> of(change, pod, policies).stream()).toList();
  }

  /** Of a pod that exists: only that what was checked for signatures is what it names. */
  static List<Violation> unpinned(PodFacts pod, PodMutation left, PolicyGroup policies) {
    RunImages images = new RunImages(pod, policies);
    return pod.containers().stream()
        .filter(container -> images.asking(container).findAny().isPresent())
        .flatMap(container ->
            left.changes().stream()
                .flatMap(change ->
                    change instanceof PodChange.PinnedImage(var field, var name, var image)
                            && field.equals(container.field() + ".image")
                        ? Stream.of(
                            new Violation(
                                RuleId.TRUST,
                                policies.policyName(),
                                field,
                                TrustText.nameByDigest(name, image)))
                        : Stream.of()))
        .toList();
  }

  private static List<Violation> of(PodChange change, PodFacts pod, PolicyGroup policies) {
    return switch (change) {
      case PodChange.OwnUsers() -> List.of();
      case PodChange.NoOwnUsers() -> List.of();
      case PodChange.Notice(var text, var unprotected) -> List.of();
      case PodChange.RuntimeClass(var name) ->
          List.of(
              new Violation(
                  RuleId.ISO_7,
                  policies.policyName(),
                  pod.field("runtimeClassName"),
                  RuntimeTexts.runtimeClassMissing(name)));
      case PodChange.Socket(var index, var name) ->
          List.of(
              new Violation(
                  RuleId.RES_3,
                  policies.policyName(),
                  pod.field("volumes[%d].hostPath.path".formatted(index)),
                  SocketTexts.socketNotSwapped(name)));
      case PodChange.PinnedImage(var field, var container, var image) ->
          List.of(
              new Violation(
                  RuleId.RES_3,
                  policies.policyName(),
                  field,
                  ImageTexts.imageNotPinned(container, image)));
    };
  }
}
