// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;

/** Bindings of admission policies without parameters. */
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

  /** Of a policy that no EciPolicy owns, and of its binding. */
  public static ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
        .build();
  }
}
