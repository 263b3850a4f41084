package dev.eci.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;

/**
 * Parts that others added and that server-side apply would leave in place: further webhooks, and
 * matchConditions, with which every pod could be let past ours.
 */
final class ForeignParts {
  private ForeignParts() {}

  static boolean in(HasMetadata object) {
    return switch (object) {
      case ValidatingWebhookConfiguration validating ->
          validating.getWebhooks().size() > 1
              || validating.getWebhooks().stream().anyMatch(ForeignParts::isConditional);
      case MutatingWebhookConfiguration mutating ->
          mutating.getWebhooks().size() > 1
              || mutating.getWebhooks().stream().anyMatch(ForeignParts::isConditional);
      default -> false;
    };
  }

  private static boolean isConditional(ValidatingWebhook webhook) {
    return webhook.getMatchConditions() != null && !webhook.getMatchConditions().isEmpty();
  }

  private static boolean isConditional(MutatingWebhook webhook) {
    return webhook.getMatchConditions() != null && !webhook.getMatchConditions().isEmpty();
  }
}
