// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.eci.operator.WellKnownNames;
import dev.eci.policy.model.WorkloadTemplate;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The webhook that denies pods that violate a rule (RES-1 to RES-3), and that warns about such
 * violations at the workloads that create pods.
 */
final class PodValidatingWebhook {
  private static final String NAMESPACED = "Namespaced";
  private static final List<String> UPDATE = List.of("UPDATE");
  private static final List<String> WRITE = List.of("CREATE", "UPDATE");
  private static final List<RuleWithOperations> RULES =
      List.of(
          WebhookDefaults.rule("", "v1", WRITE, NAMESPACED, "pods"),
          WebhookDefaults.rule("", "v1", UPDATE, NAMESPACED, "pods/ephemeralcontainers"),
          WebhookDefaults.rule(
              "", "v1", WRITE, NAMESPACED, "replicationcontrollers", "podtemplates"),
          WebhookDefaults.rule(
              "apps",
              "v1",
              WRITE,
              NAMESPACED,
              "deployments",
              "statefulsets",
              "daemonsets",
              "replicasets"),
          WebhookDefaults.rule("batch", "v1", WRITE, NAMESPACED, "jobs", "cronjobs"));

  /**
   * An update is reviewed only if it changes the spec. A pod's image can be changed (SOCK-1). All
   * other updates, which controllers write every second, must not depend on an available webhook.
   */
  static final String SPEC_CHANGES =
      "request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec) || object.spec != oldObject.spec";

  private PodValidatingWebhook() {}

  static ValidatingWebhookConfiguration desired(
      InstallationContext installationContext,
      CaSource caSource,
      List<EnabledPolicy> owners,
      Optional<MatchCondition> notPlain) {
    String namespace = installationContext.namespace();
    List<String> excluded = installationContext.excludedNamespaces();
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(WebhookDefaults.metadata(WellKnownNames.PODS_WEBHOOK, caSource, owners))
        .addNewWebhook()
        .withName(WebhookDefaults.PODS)
        .withClientConfig(WebhookDefaults.client(namespace, "/validate-pods", caSource))
        .withRules(rules(owners))
        .withFailurePolicy(WebhookDefaults.FAIL)
        .withMatchPolicy(WebhookDefaults.EQUIVALENT)
        .withNamespaceSelector(WebhookDefaults.allNamespacesExcept(excluded))
        .withObjectSelector(WebhookDefaults.allObjects())
        .addToMatchConditions(new MatchCondition(SPEC_CHANGES, "spec-changes"))
        .addAllToMatchConditions(notPlain.stream().toList())
        // the webhook records images whose signatures have to be verified
        .withSideEffects(WebhookDefaults.NONE_ON_DRY_RUN)
        .withAdmissionReviewVersions(WebhookDefaults.REVIEW_VERSIONS)
        .withTimeoutSeconds(installationContext.webhookTimeoutSeconds())
        .endWebhook()
        .addToWebhooks(
            VolumeValidatingWebhook.webhook(installationContext, caSource),
            RbacWarningWebhook.webhook(namespace, caSource))
        .build();
  }

  /** Adds the custom resources that policies declare as workloads. */
  private static List<RuleWithOperations> rules(List<EnabledPolicy> policies) {
    Stream<RuleWithOperations> declared =
        policies.stream()
            .flatMap(policy -> policy.workloads().stream())
            .collect(groupingBy(WorkloadTemplate::group, TreeMap::new, toList()))
            .entrySet()
            .stream()
            .map(e ->
                WebhookDefaults.rule(
                    e.getKey(),
                    "*",
                    WRITE,
                    NAMESPACED,
                    e.getValue().stream()
                        .map(WorkloadTemplate::resource)
                        .distinct()
                        .sorted()
                        .toArray(String[]::new)));
    return Stream.concat(RULES.stream(), declared).toList();
  }
}
