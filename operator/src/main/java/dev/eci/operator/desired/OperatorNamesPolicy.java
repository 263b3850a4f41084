// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.List;

/**
 * RBAC knows no names for the creation of objects, so the operator's account could create any
 * webhook configuration, and read every Secret that is written. This holds the account to its own
 * names and service, and to RuntimeClasses with its label. The API server evaluates no admission
 * policy for admission policies: those the account can create without limit.
 */
final class OperatorNamesPolicy {
  private static final List<String> WRITE = List.of("CREATE", "UPDATE", "DELETE");

  private OperatorNamesPolicy() {}

  static List<HasMetadata> desired(InstallationContext installationContext) {
    var metadata = AdmissionPolicyBindings.metadata(WellKnownNames.OPERATOR_NAMES);
    return List.of(
        new ValidatingAdmissionPolicyBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withFailurePolicy("Fail")
            .withMatchConstraints(
                AdmissionPolicyBindings.everywhere(
                    new NamedRuleWithOperationsBuilder()
                        .withApiGroups("admissionregistration.k8s.io")
                        .withApiVersions("*")
                        .withOperations(WRITE)
                        .withResources(
                            "validatingwebhookconfigurations", "mutatingwebhookconfigurations")
                        .withScope("Cluster")
                        .build(),
                    new NamedRuleWithOperationsBuilder()
                        .withApiGroups("node.k8s.io")
                        .withApiVersions("*")
                        .withOperations(WRITE)
                        .withResources("runtimeclasses")
                        .withScope("Cluster")
                        .build()))
            .withMatchConditions(
                new MatchCondition(
                    "request.userInfo.username == "
                        + CelBuilder.text(installationContext.account(WellKnownNames.OPERATOR)),
                    "by-the-operator"))
            .withValidations(
                new Validation(
                    allowed(installationContext),
                    null,
                    "'the ECI operator may not write ' + request.resource.resource + ' \"' + request.name + '\"'",
                    "Forbidden"))
            .endSpec()
            .build(),
        AdmissionPolicyBindings.denying(metadata));
  }

  private static String allowed(InstallationContext installationContext) {
    return "request.resource.group == 'node.k8s.io' ? [object, oldObject].all(o, o == null || (%1$s)) : (%2$s && (object == null || !has(object.webhooks) || object.webhooks.all(w, %3$s)))"
        .formatted(
            "has(o.metadata.labels) && %1$s in o.metadata.labels && o.metadata.labels[%1$s] == %2$s"
                .formatted(
                    CelBuilder.text(WellKnownNames.MANAGED_BY),
                    CelBuilder.text(WellKnownNames.OPERATOR)),
            "(object == null ? oldObject : object).metadata.name in "
                + CelBuilder.texts(
                    List.of(WellKnownNames.PODS_WEBHOOK, WellKnownNames.POLICIES_WEBHOOK)),
            "has(w.clientConfig.service) && w.clientConfig.service.namespace == %s && w.clientConfig.service.name == %s"
                .formatted(
                    CelBuilder.text(installationContext.namespace()),
                    CelBuilder.text(WellKnownNames.WEBHOOK_SERVICE)));
  }
}
