package dev.eci.operator.desired;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import java.util.List;

/**
 * Has who gives rights told that they lead to the node (RES-4). It refuses nothing, so nothing
 * waits for it.
 */
final class GrantsWarning {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");

  private GrantsWarning() {}

  static ValidatingWebhook webhook(String namespace, Trust trust) {
    return new ValidatingWebhookBuilder()
        .withName(Webhooks.GRANTS)
        .withClientConfig(Webhooks.client(namespace, "/review-grants", trust))
        .withRules(
            Webhooks.rule("rbac.authorization.k8s.io", "v1", WRITE, "Cluster", "clusterroles"),
            Webhooks.rule(
                "rbac.authorization.k8s.io", "v1", WRITE, "Namespaced", "roles", "rolebindings"))
        .withFailurePolicy("Ignore")
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allObjects())
        .withObjectSelector(Webhooks.allObjects())
        .withSideEffects(Webhooks.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(1)
        .build();
  }
}
