// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Fields that other managers added and that server-side apply would keep: further webhooks, and
 * anything that narrows what the operator's objects match. With these, any pod could bypass the
 * review.
 */
final class ThirdPartyFields {
  private ThirdPartyFields() {}

  /** Whether {@code actual} has such fields beyond those of {@code desired}. */
  static boolean isPresentIn(HasMetadata actual, HasMetadata desired) {
    return webhooks(actual) > webhooks(desired)
        || hasNarrowedScope(actual, desired)
        || !conditions(desired).containsAll(conditions(actual));
  }

  private static int webhooks(HasMetadata object) {
    return switch (object) {
      case ValidatingWebhookConfiguration validating -> validating.getWebhooks().size();
      case MutatingWebhookConfiguration mutating -> mutating.getWebhooks().size();
      default -> 0;
    };
  }

  /**
   * By other parameters, and by fields that the operator never sets: exclusions, a binding to part
   * of what is matched.
   */
  private static boolean hasNarrowedScope(HasMetadata object, HasMetadata desired) {
    return switch (object) {
      case ValidatingAdmissionPolicy policy ->
          !Objects.equals(
                  policy.getSpec().getParamKind(),
                  ((ValidatingAdmissionPolicy) desired).getSpec().getParamKind())
              || !policy.getSpec().getMatchConstraints().getExcludeResourceRules().isEmpty();
      case ValidatingAdmissionPolicyBinding binding ->
          !Objects.equals(
                  binding.getSpec().getParamRef(),
                  ((ValidatingAdmissionPolicyBinding) desired).getSpec().getParamRef())
              || binding.getSpec().getMatchResources() != null;
      default -> false;
    };
  }

  private static List<MatchCondition> conditions(HasMetadata object) {
    Stream<List<MatchCondition>> perWebhook =
        switch (object) {
          case ValidatingWebhookConfiguration validating ->
              validating.getWebhooks().stream().map(webhook -> webhook.getMatchConditions());
          case MutatingWebhookConfiguration mutating ->
              mutating.getWebhooks().stream().map(webhook -> webhook.getMatchConditions());
          case ValidatingAdmissionPolicy policy -> Stream.of(policy.getSpec().getMatchConditions());
          default -> Stream.empty();
        };
    return perWebhook.filter(list -> list != null).flatMap(List::stream).toList();
  }
}
