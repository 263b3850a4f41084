package dev.eci.operator.desired;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.desired.admissionpolicy.FallbackAdmissionPolicy;
import dev.eci.operator.desired.lock.LockPolicies;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MatchCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Everything that should exist cluster-wide and carry our label. */
public final class DesiredObjects {
  private DesiredObjects() {}

  /**
   * In the order to apply them in: a pod that was changed by the webhook needs its RuntimeClass,
   * and the floor asks for what only the webhook adds.
   */
  public static List<HasMetadata> of(
      Collection<EciPolicy> written,
      CaSource caSource,
      InstallationContext installationContext,
      Instant now) {
    List<EnabledPolicy> policies = EnabledPolicy.of(written);
    PolicySnapshot read = PolicySnapshot.of(EnabledPolicy.alive(written));
    Optional<MatchCondition> lookedAt = PlainPodMatchCondition.reviewCondition(read);
    List<HasMetadata> objects = new ArrayList<>(RuntimeClasses.desired(policies));
    objects.add(PolicyValidatingWebhook.desired(installationContext.namespace(), caSource));
    if (!policies.isEmpty()) {
      objects.add(PodValidatingWebhook.desired(installationContext, caSource, policies, lookedAt));
      objects.add(
          PodMutatingWebhook.desired(
              installationContext.namespace(),
              installationContext.excludedNamespaces(),
              caSource,
              policies));
    }
    objects.addAll(
        FallbackAdmissionPolicy.desired(
            enforced(read), EnabledPolicy.owners(policies), installationContext, lookedAt, now));
    objects.addAll(LockPolicies.desired(EnabledPolicy.locked(written), installationContext));
    return List.copyOf(objects);
  }

  private static List<Policy> enforced(PolicySnapshot read) {
    return read.valid().stream()
        .filter(policy -> policy.mode() == EnforcementMode.ENFORCE)
        .sorted(Comparator.comparing(Policy::name))
        .toList();
  }
}
