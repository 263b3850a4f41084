package dev.eci.operator.desired;

import dev.eci.crds.read.Policies;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.desired.floor.Floor;
import dev.eci.operator.desired.lock.Locks;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
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
      Collection<EciPolicy> written, Trust trust, Place place, Instant now) {
    List<EnabledPolicy> policies = EnabledPolicy.of(written);
    Policies read = Policies.of(EnabledPolicy.alive(written));
    Optional<MatchCondition> lookedAt = PlainPods.lookedAt(read);
    List<HasMetadata> objects = new ArrayList<>(RuntimeClasses.desired(policies));
    objects.add(PoliciesValidation.desired(place.namespace(), trust));
    if (!policies.isEmpty()) {
      objects.add(PodsValidation.desired(place, trust, policies, lookedAt));
      objects.add(PodsMutation.desired(place.namespace(), place.leftOut(), trust, policies));
    }
    objects.addAll(
        Floor.desired(enforced(read), EnabledPolicy.owners(policies), place, lookedAt, now));
    objects.addAll(Locks.desired(EnabledPolicy.locked(written), place));
    return List.copyOf(objects);
  }

  private static List<Policy> enforced(Policies read) {
    return read.valid().stream()
        .filter(policy -> policy.mode() == Mode.ENFORCE)
        .sorted(Comparator.comparing(Policy::name))
        .toList();
  }
}
