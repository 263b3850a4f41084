package dev.eci.operator.desired;

import dev.eci.operator.Names;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import java.util.List;

/** Has pods changed so that they run in a user namespace of their own (ISO-1, ISO-3). */
final class PodsMutation {
  private PodsMutation() {}

  static MutatingWebhookConfiguration desired(
      String namespace, List<String> excluded, Trust trust, List<EnabledPolicy> owners) {
    return new MutatingWebhookConfigurationBuilder()
        .withMetadata(Webhooks.metadata(Names.PODS_WEBHOOK, trust, owners))
        .addNewWebhook()
        .withName(Webhooks.PODS)
        .withClientConfig(Webhooks.client(namespace, "/mutate-pods", trust))
        .addToRules(Webhooks.rule("", "v1", List.of("CREATE"), "Namespaced", "pods"))
        .withFailurePolicy(Webhooks.FAIL)
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allNamespacesBut(excluded))
        .withObjectSelector(Webhooks.allObjects())
        // a later webhook may add containers or volumes that must be looked at again
        .withReinvocationPolicy("IfNeeded")
        // images whose signatures are to be looked at are noted down
        .withSideEffects(Webhooks.NONE_ON_DRY_RUN)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(Webhooks.TIMEOUT_SECONDS)
        .endWebhook()
        .build();
  }
}
