package dev.eci.operator.policy;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.event.Told;
import dev.eci.operator.status.Transition;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;

/** The Event about a transition of Ready. */
final class PolicyEvents {
  private PolicyEvents() {}

  static Event of(EciPolicy policy, Transition transition, String instance, Instant now) {
    return new Told(
            new ObjectReferenceBuilder()
                .withApiVersion(policy.getApiVersion())
                .withKind(policy.getKind())
                .withName(policy.getMetadata().getName())
                .withUid(policy.getMetadata().getUid())
                .build(),
            transition.normal(),
            transition.reason(),
            "Reconcile",
            transition.message())
        .event("%x".formatted(now.toEpochMilli()), instance, now);
  }
}
