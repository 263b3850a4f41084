package dev.eci.operator.desired;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.eci.operator.Names;
import dev.eci.policy.WorkloadTemplate;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
  static final String SPEC_CHANGES =
      "request.operation != 'UPDATE' || !has(object.spec) || !has(oldObject.spec) || object.spec != oldObject.spec";

  private PodsValidation() {}

  static ValidatingWebhookConfiguration desired(
      Place place, Trust trust, List<EnabledPolicy> owners, Optional<MatchCondition> lookedAt) {
    String namespace = place.namespace();
    List<String> excluded = place.leftOut();
    return new ValidatingWebhookConfigurationBuilder()
        .withMetadata(Webhooks.metadata(Names.PODS_WEBHOOK, trust, owners))
        .addNewWebhook()
        .withName(Webhooks.PODS)
        .withClientConfig(Webhooks.client(namespace, "/validate-pods", trust))
        .withRules(rules(owners))
        .withFailurePolicy(Webhooks.FAIL)
        .withMatchPolicy(Webhooks.EQUIVALENT)
        .withNamespaceSelector(Webhooks.allNamespacesBut(excluded))
        .withObjectSelector(Webhooks.allObjects())
        .addToMatchConditions(new MatchCondition(SPEC_CHANGES, "spec-changes"))
        .addAllToMatchConditions(lookedAt.stream().toList())
        // images whose signatures are to be looked at are noted down
        .withSideEffects(Webhooks.NONE_ON_DRY_RUN)
        .withAdmissionReviewVersions(Webhooks.REVIEW_VERSIONS)
        .withTimeoutSeconds(Webhooks.TIMEOUT_SECONDS)
        .endWebhook()
        .addToWebhooks(
            VolumesValidation.webhook(namespace, excluded, trust),
            GrantsWarning.webhook(namespace, trust))
        .build();
  }

  /** Custom resources that policies name count as well. */
  private static List<RuleWithOperations> rules(List<EnabledPolicy> policies) {
    Stream<RuleWithOperations> declared =
        policies.stream()
            .flatMap(policy -> policy.workloads().stream())
            .collect(groupingBy(WorkloadTemplate::group, TreeMap::new, toList()))
            .entrySet()
            .stream()
            .map(e ->
                Webhooks.rule(
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
