// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** What all webhook configurations have in common. */
final class WebhookDefaults {
  static final String PODS = "pods.eci.dev";
  static final String VOLUMES = "volumes.eci.dev";
  static final String GRANTS = "grants.eci.dev";
  static final String POLICIES = "policies.eci.dev";
  static final String FAIL = "Fail";
  static final String EQUIVALENT = "Equivalent";
  static final String NO_SIDE_EFFECTS = "None";
  static final String NONE_ON_DRY_RUN = "NoneOnDryRun";
  static final List<String> REVIEW_VERSIONS = List.of("v1");

  private static final String INJECT_CA_FROM = "cert-manager.io/inject-ca-from";

  private WebhookDefaults() {}

  static ObjectMeta metadata(String name, CaSource caSource, Collection<EnabledPolicy> owners) {
    var metadata =
        new ObjectMetaBuilder()
            .withName(name)
            .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
            .withOwnerReferences(EnabledPolicy.owners(owners));
    return switch (caSource) {
      case CaSource.Bundle ignored -> metadata.build();
      case CaSource.InjectedFrom from ->
          metadata.addToAnnotations(INJECT_CA_FROM, from.certificate()).build();
    };
  }

  static WebhookClientConfig client(String namespace, String path, CaSource caSource) {
    var client =
        new WebhookClientConfigBuilder()
            .withNewService()
            .withNamespace(namespace)
            .withName(WellKnownNames.WEBHOOK_SERVICE)
            .withPath(path)
            .withPort(443)
            .endService();
    return switch (caSource) {
      case CaSource.Bundle bundle ->
          client
              .withCaBundle(
                  Base64.getEncoder()
                      .encodeToString(bundle.pem().getBytes(StandardCharsets.US_ASCII)))
              .build();
      case CaSource.InjectedFrom ignored -> client.build();
    };
  }

  /** Every namespace but these, so that a cluster whose nodes were all down can start again. */
  static LabelSelector allNamespacesExcept(List<String> excluded) {
    return new LabelSelectorBuilder()
        .addNewMatchExpression()
        .withKey("kubernetes.io/metadata.name")
        .withOperator("NotIn")
        .withValues(excluded)
        .endMatchExpression()
        .build();
  }

  /**
   * Set although it is the default, so that the operator owns the field and repairs an edit of it.
   */
  static LabelSelector allObjects() {
    return new LabelSelector();
  }

  static RuleWithOperations rule(
      String group, String version, List<String> operations, String scope, String... resources) {
    return new RuleWithOperationsBuilder()
        .withApiGroups(group)
        .withApiVersions(version)
        .withOperations(operations)
        .withResources(resources)
        .withScope(scope)
        .build();
  }
}
