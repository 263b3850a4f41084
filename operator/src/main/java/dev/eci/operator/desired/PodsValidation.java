package dev.eci.operator.desired;

import dev.eci.operator.Names;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;

/**
 * Has pods refused that break a rule (RES-1 to RES-3), and told so at the workloads that would make
 * them.
 */
final class PodsValidation {
  private static final String NAMESPACED = "Namespaced";
  private static final List<String> UPDATE = List.of("UPDATE");
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");
  private static final List<RuleWithOperations> RULES =
      List.of(
          Webhooks.rule("", "v1", WRITE, NAMESPACED, "pods"),
          Webhooks.rule("", "v1", UPDATE, NAMESPACED, "pods/ephemeralcontainers"),
          Webhooks.rule("", "v1", WRITE, NAMESPACED, "replicationcontrollers", "podtemplates"),
          Webhooks.rule(
              "apps",
              "v1",
              WRITE,
              NAMESPACED,
              "deployments",
              "statefulsets",
              "daemonsets",
              "replicasets"),
          Webhooks.rule("batch", "v1", WRITE, NAMESPACED, "jobs", "cronjobs"));

  /**
   * An update counts only if it changes the spec: a pod's image can be changed (SOCK-1), and all
   * the rest that controllers write every second must not wait for a webhook that is away.
   */
  private static final String SPEC_CHANGES =
      "request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec) || object.spec != oldObject.spec";

  private PodsValidation() {}

  static ValidatingWebhookConfiguration desired(
      String namespace, List<String> excluded, Trust trust, List<EnabledPolicy> owners) {
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(Webhooks.metadata(Names.PODS_WEBHOOK, trust, owners))
        .addNewWebhook()
        .withName(Webhooks.PODS)
        .withClientConfig(Webhooks.client(namespace, "/validate-pods", trust))
        .withRules(RULES)
        .withFailurePolicy(Webhooks.FAIL)
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allNamespacesBut(excluded))
        .withObjectSelector(Webhooks.allObjects())
        .addNewMatchCondition()
        .withName("spec-changes")
        .withExpression(SPEC_CHANGES)
        .endMatchCondition()
        .withSideEffects(Webhooks.NO_SIDE_EFFECTS)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(Webhooks.TIMEOUT_SECONDS)
        .endWebhook()
        .build();
  }
}
