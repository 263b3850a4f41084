// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.message.ImageMessages;
import dev.eci.policy.message.RuntimeClassMessages;
import dev.eci.policy.message.RuntimeSocketMessages;
import dev.eci.policy.message.SignatureMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes that a pod should have when it is stored, and has not: the mutating webhook was skipped,
 * or another webhook undid them.
 */
final class MissingMutationRule {
  private MissingMutationRule() {}

  static List<Violation> check(PodFacts pod, PodMutation left, EffectivePolicy policies) {
    return left.changes().stream()
        .flatMap(change -> missing(change, pod, policies).stream())
        .toList();
  }

  /**
   * For an existing pod: only that it names the digests whose signatures were verified.
   *
   * @param pins those that a new pod would get
   */
  static List<Violation> unpinned(PodFacts pod, List<PodChange> pins, EffectivePolicy policies) {
    EffectiveImages images = new EffectiveImages(pod, policies);
    return pod.containers().stream()
        .filter(container -> images.requiringSignature(container).findAny().isPresent())
        .flatMap(container ->
            pins.stream()
                .flatMap(change ->
                    change instanceof PodChange.PinnedImage(var field, var name, var image)
                            && field.equals(container.field() + ".image")
                        ? Stream.of(
                            new Violation(
                                RuleId.TRUST,
                                policies.policyName(),
                                field,
                                SignatureMessages.nameByDigest(name, image)))
                        : Stream.of()))
        .toList();
  }

  private static List<Violation> missing(PodChange change, PodFacts pod, EffectivePolicy policies) {
    return switch (change) {
      case PodChange.SetHostUsersFalse() -> List.of();
      case PodChange.UnsetHostUsers() ->
          List.of(
              new Violation(
                  RuleId.ISO_3,
                  policies.policyName(),
                  pod.field("hostUsers"),
                  IdMappingMessages.hostUsersSetAgain()));
      // without them, the node denies the container that needs one, and says so
      case PodChange.Ids(var ids) -> List.of();
      // the socket is the same, and eci-runtime removes an empty directory in its place
      case PodChange.AwaitSocket(var index, var name) -> List.of();
      case PodChange.Notice(var text, var unprotected) -> List.of();
      case PodChange.RuntimeClass(var name) ->
          List.of(
              new Violation(
                  RuleId.ISO_7,
                  policies.policyName(),
                  pod.field("runtimeClassName"),
                  RuntimeClassMessages.runtimeClassMissing(name)));
      case PodChange.SwapDockerSocket(var index, var name) ->
          List.of(
              new Violation(
                  RuleId.RES_3,
                  policies.policyName(),
                  pod.field("volumes[%d].hostPath.path".formatted(index)),
                  RuntimeSocketMessages.socketNotSwapped(name)));
      case PodChange.PinnedImage(var field, var container, var image) ->
          List.of(
              new Violation(
                  RuleId.RES_3,
                  policies.policyName(),
                  field,
                  ImageMessages.imageNotPinned(container, image)));
    };
  }
}
