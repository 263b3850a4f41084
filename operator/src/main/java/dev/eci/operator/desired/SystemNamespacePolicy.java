// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.selector.SystemPods;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.Validation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Service accounts of system pods are exempt in namespaces that a cluster may not have, such as
 * cilium, and the webhook leaves some of these out. A user who creates such a namespace has all its
 * service accounts. So only users who may change EciPolicies create one: they could exempt any
 * other as well. Namespaces that exist are left alone.
 */
final class SystemNamespacePolicy {
  private SystemNamespacePolicy() {}

  static List<HasMetadata> desired(InstallationContext installationContext) {
    var metadata = AdmissionPolicyBindings.metadata(WellKnownNames.SYSTEM_NAMESPACES);
    return List.of(
        new ValidatingAdmissionPolicyBuilder()
            .withMetadata(metadata)
            .withNewSpec()
            .withFailurePolicy("Fail")
            .withMatchConstraints(
                AdmissionPolicyBindings.everywhere(
                    new NamedRuleWithOperationsBuilder()
                        .withApiGroups("")
                        .withApiVersions("v1")
                        .withOperations("CREATE")
                        .withResources("namespaces")
                        .withScope("Cluster")
                        .build()))
            .withValidations(
                new Validation(
                    "!has(object.metadata.name) || !(object.metadata.name in %s)"
                            .formatted(CelBuilder.texts(names(installationContext)))
                        + " || authorizer.group('eci.dev').resource('ecipolicies').check('update').allowed()",
                    null,
                    CelBuilder.text(NamespaceMessages.systemNamespaceBefore())
                        + " + object.metadata.name + "
                        + CelBuilder.text(NamespaceMessages.systemNamespaceAfter()),
                    "Forbidden"))
            .endSpec()
            .build(),
        AdmissionPolicyBindings.denying(metadata));
  }

  private static Set<String> names(InstallationContext installationContext) {
    Set<String> names = new TreeSet<>(installationContext.excludedNamespaces());
    names.addAll(SystemPods.NAMESPACES);
    SystemPods.EXEMPTIONS.stream()
        .flatMap(exemption -> exemption.serviceAccounts().stream())
        .forEach(account -> names.add(account.substring(0, account.indexOf('/'))));
    return names;
  }
}
