// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResources;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchResourcesBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.NamedRuleWithOperations;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;

/** What admission policies without parameters have in common: bindings, and what they match. */
public final class AdmissionPolicyBindings {
  private AdmissionPolicyBindings() {}

  /** The binding of the policy with the same name, which denies what violates it. */
  public static HasMetadata denying(ObjectMeta metadata) {
    return new ValidatingAdmissionPolicyBindingBuilder()
        .withMetadata(metadata)
        .withNewSpec()
        .withPolicyName(metadata.getName())
        .withValidationActions("Deny")
        .endSpec()
        .build();
  }

  /** Requests in all namespaces. Empty selectors are what the API server makes of missing ones. */
  static MatchResources everywhere(NamedRuleWithOperations... rules) {
    return new MatchResourcesBuilder()
        .withMatchPolicy("Equivalent")
        .withNewNamespaceSelector()
        .endNamespaceSelector()
        .withNewObjectSelector()
        .endObjectSelector()
        .withResourceRules(rules)
        .build();
  }

  /** Of a policy that no EciPolicy owns, and of its binding. */
  public static ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .build();
  }
}
