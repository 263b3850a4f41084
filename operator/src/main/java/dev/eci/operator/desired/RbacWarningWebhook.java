// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import java.util.List;

/**
 * The webhook that warns users who grant rights that lead to the node (RES-4). It denies nothing,
 * so no request depends on it.
 */
final class RbacWarningWebhook {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");

  private RbacWarningWebhook() {}

  static ValidatingWebhook webhook(String namespace, CaSource caSource) {
    return new ValidatingWebhookBuilder()
        .withName(WebhookDefaults.GRANTS)
        .withClientConfig(WebhookDefaults.client(namespace, "/review-grants", caSource))
        .withRules(
            WebhookDefaults.rule(
                "rbac.authorization.k8s.io", "v1", WRITE, "Cluster", "clusterroles"),
            WebhookDefaults.rule(
                "rbac.authorization.k8s.io", "v1", WRITE, "Namespaced", "roles", "rolebindings"))
        .withFailurePolicy("Ignore")
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(WebhookDefaults.allObjects())
        .withObjectSelector(WebhookDefaults.allObjects())
        .withSideEffects(WebhookDefaults.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(1)
        .build();
  }
}
