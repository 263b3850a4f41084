package dev.eci.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parts that others added and that server-side apply would leave in place: further webhooks, and
 * matchConditions, with which every pod could be let past ours.
 */
final class ForeignParts {
  private ForeignParts() {}

  /** Whether {@code actual} has such parts beyond those of {@code desired}. */
  static boolean in(HasMetadata actual, HasMetadata desired) {
    return webhooks(actual) > webhooks(desired)
        || !conditions(desired).containsAll(conditions(actual));
  }

  private static int webhooks(HasMetadata object) {
    return switch (object) {
      case ValidatingWebhookConfiguration validating -> validating.getWebhooks().size();
      case MutatingWebhookConfiguration mutating -> mutating.getWebhooks().size();
      default -> 0;
    };
  }

  private static List<MatchCondition> conditions(HasMetadata object) {
    Stream<List<MatchCondition>> perWebhook =
        switch (object) {
          case ValidatingWebhookConfiguration validating ->
              validating.getWebhooks().stream().map(webhook -> webhook.getMatchConditions());
          case MutatingWebhookConfiguration mutating ->
              mutating.getWebhooks().stream().map(webhook -> webhook.getMatchConditions());
          default -> Stream.empty();
        };
    return perWebhook.filter(list -> list != null).flatMap(List::stream).toList();
  }
}
