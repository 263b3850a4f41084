package dev.eci.operator.desired;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookBuilder;
import java.util.List;

/**
 * Has persistent volumes refused that are a node's own directory or socket (RES-2, RES-3), when
 * they are made and when a claim is bound to one: a pod may be admitted before its claim is bound.
 */
final class VolumesValidation {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");

  private VolumesValidation() {}

  static ValidatingWebhook webhook(String namespace, List<String> excluded, Trust trust) {
    return new ValidatingWebhookBuilder()
        .withName(Webhooks.VOLUMES)
        .withClientConfig(Webhooks.client(namespace, "/validate-volumes", trust))
        .withRules(
            Webhooks.rule("", "v1", WRITE, "Cluster", "persistentvolumes"),
            Webhooks.rule("", "v1", WRITE, "Namespaced", "persistentvolumeclaims"))
        .withFailurePolicy(Webhooks.FAIL)
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allNamespacesBut(excluded))
        .withObjectSelector(Webhooks.allObjects())
        .addNewMatchCondition()
        .withName("spec-changes")
        .withExpression(PodsValidation.SPEC_CHANGES)
        .endMatchCondition()
        .withSideEffects(Webhooks.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(Webhooks.TIMEOUT_SECONDS)
        .build();
  }
}
