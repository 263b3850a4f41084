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
  /**
   * What the webhook would allow in any case must not depend on an available webhook: changes of
   * metadata, and switching a policy off, which is the way out when no webhook responds. Who may
   * switch off a locked policy (RES-5) is decided by an admission policy in the API server.
   */
  private static final String SPEC_IS_REVIEWED =
      "request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec)"
          + " || (object.spec != oldObject.spec && !("
          + "has(object.spec.enabled) && object.spec.enabled == false"
          + " && object.spec.all(k, k == 'enabled' || (k in oldObject.spec && object.spec[k] == oldObject.spec[k]))"
          + " && oldObject.spec.all(k, k == 'enabled' || k in object.spec)))";

  private PolicyValidatingWebhook() {}

  static ValidatingWebhookConfiguration desired(
      InstallationContext installationContext, CaSource caSource) {
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(
            WebhookDefaults.metadata(WellKnownNames.POLICIES_WEBHOOK, caSource, List.of()))
        .addNewWebhook()
        .withName(WebhookDefaults.POLICIES)
        .withClientConfig(
            WebhookDefaults.client(installationContext.namespace(), "/validate-policies", caSource))
        .addToRules(
            WebhookDefaults.rule(
                "eci.dev", "v1alpha1", List.of("CREATE", "UPDATE"), "Cluster", "ecipolicies"))
        .withFailurePolicy(WebhookDefaults.FAIL)
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(WebhookDefaults.allObjects())
        .withObjectSelector(WebhookDefaults.allObjects())
        .addNewMatchCondition()
        .withName("not-switched-off")
        .withExpression(SPEC_IS_REVIEWED)
        .endMatchCondition()
        .withSideEffects(WebhookDefaults.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(installationContext.webhookTimeoutSeconds())
        .endWebhook()
        .build();
  }
}
