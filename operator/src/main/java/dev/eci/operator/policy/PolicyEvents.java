package dev.eci.operator.policy;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.status.Transition;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The Event about a transition of Ready. */
final class PolicyEvents {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int NAME_MAX = 200;
  private static final int NOTE_MAX = 1024;

  private PolicyEvents() {}

  static Event of(EciPolicy policy, Transition transition, String instance, Instant now) {
    String name = cut(policy.getMetadata().getName(), NAME_MAX);
    return new EventBuilder()
        .withNewMetadata()
        .withName("%s.%x".formatted(name, now.toEpochMilli()))
        // where Events about cluster-wide objects go
        .withNamespace("default")
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType(transition.normal() ? "Normal" : "Warning")
        .withReason(transition.reason())
        .withAction("Reconcile")
        .withNote(cut(transition.message(), NOTE_MAX))
        .withReportingController("eci.dev/operator")
        .withReportingInstance(cut(instance, 128))
        .withNewRegarding()
        .withApiVersion(policy.getApiVersion())
        .withKind(policy.getKind())
        .withName(policy.getMetadata().getName())
        .withUid(policy.getMetadata().getUid())
        .endRegarding()
        .build();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
