package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.policy.model.WorkloadTemplate;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A policy that is in force, as far as objects depend on it. An unreadable one counts: the webhook
 * fails closed for it, and pods that run under its RuntimeClass must be able to start again.
 */
public record EnabledPolicy(
    String name, String uid, String runtimeClassName, List<WorkloadTemplate> workloads) {

  public EnabledPolicy {
    workloads = List.copyOf(workloads);
  }

  /** Nothing for a policy that is switched off or on its way out. */
  public static Optional<EnabledPolicy> of(EciPolicy policy) {
    EciPolicySpec spec = policy.getSpec();
    boolean off = spec != null && Boolean.FALSE.equals(spec.enabled());
    if (off || policy.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    return Optional.of(
        new EnabledPolicy(
            policy.getMetadata().getName(),
            policy.getMetadata().getUid(),
            PolicyReader.runtimeClassName(spec == null ? null : spec.runtime()),
            workloads(policy)));
  }

  /** None of an unreadable one: it refuses every pod of its namespaces anyway. */
  private static List<WorkloadTemplate> workloads(EciPolicy policy) {
    return PolicyReader.read(policy) instanceof PolicyReader.Result.Valid valid
        ? valid.policy().workloads()
        : List.of();
  }

  /** Those that are not on their way out. */
  static List<EciPolicy> alive(Collection<EciPolicy> policies) {
    return policies.stream()
        .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** Names of those that are locked (RES-5), switched off or not, in order. */
  static List<String> locked(Collection<EciPolicy> policies) {
    return alive(policies).stream()
        .filter(p -> p.getSpec() != null && Boolean.TRUE.equals(p.getSpec().locked()))
        .map(policy -> policy.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** Those in force, always in the same order. */
  public static List<EnabledPolicy> of(Collection<EciPolicy> policies) {
    return policies.stream()
        .flatMap(policy -> of(policy).stream())
        .sorted(Comparator.comparing(EnabledPolicy::name))
        .toList();
  }

  /** Garbage collection clears up after the last owner, also when no operator runs any more. */
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
