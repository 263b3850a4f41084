// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.operator.policy.ParsedPolicy;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.WorkloadTemplate;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What cluster-wide objects depend on in an enabled policy that is not being deleted. An invalid
 * policy counts as well: the webhook fails closed for it, and pods that run under its RuntimeClass
 * must be able to restart.
 */
public record EnabledPolicy(
    String name, String uid, String runtimeClassName, List<WorkloadTemplate> workloads) {

  public EnabledPolicy {
    workloads = List.copyOf(workloads);
  }

  /** Sorted by name, so that the objects of the same policies are always the same. */
  public static List<EnabledPolicy> of(ParsedPolicies policies) {
    return policies
        .notDeleting()
        .enabled()
        .map(EnabledPolicy::of)
        .sorted(Comparator.comparing(EnabledPolicy::name))
        .toList();
  }

  /** An invalid policy has no workloads: it denies every pod of its namespaces anyway. */
  private static EnabledPolicy of(ParsedPolicy policy) {
    EciPolicySpec spec = policy.written().getSpec();
    return new EnabledPolicy(
        policy.name(),
        policy.written().getMetadata().getUid(),
        PolicyReader.runtimeClassName(spec == null ? null : spec.runtime()),
        policy.valid().map(Policy::workloads).orElse(List.of()));
  }

  /** Garbage collection deletes an object after its last owner, even if no operator runs then. */
  static List<OwnerReference> owners(Collection<EnabledPolicy> policies) {
    return policies.stream()
        .map(policy ->
            new OwnerReferenceBuilder()
                .withApiVersion("eci.dev/v1alpha1")
                .withKind("EciPolicy")
                .withName(policy.name())
                .withUid(policy.uid())
                .build())
        .toList();
  }
}
