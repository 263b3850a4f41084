package dev.eci.operator.desired;

import dev.eci.operator.Names;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;

/**
 * Has policies checked when they are written. Belongs to no policy: it is there for the first one
 * too.
 */
final class PoliciesValidation {
  private PoliciesValidation() {}

  static ValidatingWebhookConfiguration desired(String namespace, Trust trust) {
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(Webhooks.metadata(Names.POLICIES_WEBHOOK, trust, List.of()))
        .addNewWebhook()
        .withName(Webhooks.POLICIES)
        .withClientConfig(Webhooks.client(namespace, "/validate-policies", trust))
        .addToRules(
            Webhooks.rule(
                "eci.dev", "v1alpha1", List.of("CREATE", "UPDATE"), "Cluster", "ecipolicies"))
        .withFailurePolicy(Webhooks.FAIL)
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allObjects())
        .withObjectSelector(Webhooks.allObjects())
        .withSideEffects(Webhooks.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(Webhooks.TIMEOUT_SECONDS)
        .endWebhook()
        .build();
  }
}
