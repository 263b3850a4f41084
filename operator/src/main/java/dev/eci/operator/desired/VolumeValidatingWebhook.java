// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import java.util.List;

/**
 * The webhook that denies persistent volumes that expose a host path or a socket (RES-2, RES-3),
 * when they are created and when a claim is bound to one: a pod may be admitted before its claim is
 * bound.
 */
final class VolumeValidatingWebhook {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");

  private VolumeValidatingWebhook() {}

  static ValidatingWebhook webhook(InstallationContext installationContext, CaSource caSource) {
    return new ValidatingWebhookBuilder()
        .withName(WebhookDefaults.VOLUMES)
        .withClientConfig(
            WebhookDefaults.client(installationContext.namespace(), "/validate-volumes", caSource))
        .withRules(
            WebhookDefaults.rule("", "v1", WRITE, "Cluster", "persistentvolumes"),
            WebhookDefaults.rule("", "v1", WRITE, "Namespaced", "persistentvolumeclaims"))
        .withFailurePolicy(WebhookDefaults.FAIL)
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(
            WebhookDefaults.allNamespacesExcept(installationContext.excludedNamespaces()))
        .withObjectSelector(WebhookDefaults.allObjects())
        .addNewMatchCondition()
        .withName("spec-changes")
        .withExpression(PodValidatingWebhook.SPEC_CHANGES)
        .endMatchCondition()
        .withSideEffects(WebhookDefaults.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(installationContext.webhookTimeoutSeconds())
        .build();
  }
}
