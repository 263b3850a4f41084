// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.util.List;

/** The webhook that mutates pods so that they run in a private user namespace (ISO-1, ISO-3). */
final class PodMutatingWebhook {
  private PodMutatingWebhook() {}

  static MutatingWebhookConfiguration desired(
      InstallationContext installationContext, CaSource caSource, List<EnabledPolicy> owners) {
    return new MutatingWebhookConfigurationBuilder()
        .withMetadata(WebhookDefaults.metadata(WellKnownNames.PODS_WEBHOOK, caSource, owners))
        .addNewWebhook()
        .withName(WebhookDefaults.PODS)
        .withClientConfig(
            WebhookDefaults.client(installationContext.namespace(), "/mutate-pods", caSource))
        .addToRules(WebhookDefaults.rule("", "v1", List.of("CREATE"), "Namespaced", "pods"))
        .withFailurePolicy(WebhookDefaults.FAIL)
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(
            WebhookDefaults.allNamespacesExcept(installationContext.excludedNamespaces()))
        .withObjectSelector(WebhookDefaults.allObjects())
        // a later webhook may add containers or volumes that have to be reviewed
        .withReinvocationPolicy("IfNeeded")
        // the webhook records images whose signatures have to be verified
        .withSideEffects(WebhookDefaults.NONE_ON_DRY_RUN)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(installationContext.webhookTimeoutSeconds())
        .endWebhook()
        .build();
  }
}
