// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.operator.desired.admissionpolicy.FallbackAdmissionPolicy;
import dev.eci.operator.desired.lock.LockPolicies;
import dev.eci.operator.policy.ParsedPolicies;
import dev.eci.operator.policy.ParsedPolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All cluster-wide objects that should exist and carry the operator's label. */
public final class DesiredObjects {
  private DesiredObjects() {}

  /**
   * In the order in which they are applied: a pod that the webhook mutated needs its RuntimeClass,
   * and the fallback admission policy requires what only the webhook sets.
   */
  public static List<HasMetadata> of(
      ParsedPolicies parsed,
      CaSource caSource,
      InstallationContext installationContext,
      Instant now) {
    List<EnabledPolicy> policies = EnabledPolicy.of(parsed);
    ParsedPolicies remaining = parsed.notDeleting();
    PolicySnapshot snapshot = remaining.snapshot();
    Optional<MatchCondition> notPlain = PlainPodMatchCondition.reviewCondition(snapshot);
    List<HasMetadata> objects = new ArrayList<>(RuntimeClasses.desired(policies));
    objects.add(PolicyValidatingWebhook.desired(installationContext, caSource));
    if (!policies.isEmpty()) {
      objects.add(PodValidatingWebhook.desired(installationContext, caSource, policies, notPlain));
      objects.add(PodMutatingWebhook.desired(installationContext, caSource, policies));
    }
    List<HasMetadata> fallback =
        FallbackAdmissionPolicy.desired(
            enforced(snapshot), EnabledPolicy.owners(policies), installationContext, now);
    if (!fallback.isEmpty()) {
      // the webhook obeys a changed policy at once, and so must the fallback policy
      objects.addFirst(fallback.getFirst());
      objects.addAll(fallback.subList(1, fallback.size()));
    }
    objects.addAll(AgentNodePolicy.desired(installationContext));
    objects.addAll(NodeLabelPolicy.desired(installationContext));
    objects.addAll(OperatorNamesPolicy.desired(installationContext));
    if (!policies.isEmpty()) {
      objects.addAll(SystemNamespacePolicy.desired(installationContext));
    }
    objects.addAll(
        LockPolicies.desired(
            locked(remaining),
            snapshot.valid().stream()
                .filter(Policy::locked)
                .sorted(Comparator.comparing(Policy::name))
                .toList(),
            installationContext));
    return List.copyOf(objects);
  }

  /** The names of locked policies (RES-5), switched on or off, in order. */
  private static List<String> locked(ParsedPolicies policies) {
    return policies.all().stream()
        .filter(ParsedPolicy::isLocked)
        .map(ParsedPolicy::name)
        .sorted()
        .toList();
  }

  private static List<Policy> enforced(PolicySnapshot snapshot) {
    return snapshot.valid().stream()
        .filter(policy -> policy.mode() == EnforcementMode.ENFORCE)
        .sorted(Comparator.comparing(Policy::name))
        .toList();
  }
}
