// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.event.EventRecord;
import dev.eci.operator.status.ConditionTransition;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;

/** The Event about a transition of a condition. */
final class PolicyEvents {
  private PolicyEvents() {}

  static Event of(
      EciPolicy policy, ConditionTransition conditionTransition, String instance, Instant now) {
    return new EventRecord(
            new ObjectReferenceBuilder()
                .withApiVersion(policy.getApiVersion())
                .withKind(policy.getKind())
                .withName(policy.getMetadata().getName())
                .withUid(policy.getMetadata().getUid())
                .build(),
            conditionTransition.normal(),
            conditionTransition.reason(),
            "Reconcile",
            conditionTransition.message())
        .event("%x".formatted(now.toEpochMilli()), instance, now);
  }
}
