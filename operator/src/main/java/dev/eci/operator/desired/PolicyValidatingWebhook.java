// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;

/**
 * The webhook that validates policies when they are written. No policy owns it, because it must
 * exist before the first one.
 */
final class PolicyValidatingWebhook {
  private PolicyValidatingWebhook() {}

  static ValidatingWebhookConfiguration desired(String namespace, CaSource caSource) {
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(
            WebhookDefaults.metadata(WellKnownNames.POLICIES_WEBHOOK, caSource, List.of()))
        .addNewWebhook()
        .withName(WebhookDefaults.POLICIES)
        .withClientConfig(WebhookDefaults.client(namespace, "/validate-policies", caSource))
        .addToRules(
            WebhookDefaults.rule(
                "eci.dev", "v1alpha1", List.of("CREATE", "UPDATE"), "Cluster", "ecipolicies"))
        .withFailurePolicy(WebhookDefaults.FAIL)
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(WebhookDefaults.allObjects())
        .withObjectSelector(WebhookDefaults.allObjects())
        .withSideEffects(WebhookDefaults.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(WebhookDefaults.TIMEOUT_SECONDS)
        .endWebhook()
        .build();
  }
}
