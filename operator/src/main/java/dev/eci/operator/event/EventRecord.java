// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.event;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * An Event about an object.
 *
 * @param normal whether the Event's type is Normal, not Warning
 * @param reason in CamelCase, for programs
 * @param action what the operator did
 */
public record EventRecord(
    ObjectReference regarding, boolean normal, String reason, String action, String note) {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int NAME_MAX = 200;
  private static final int NOTE_MAX = 1024;
  private static final int INSTANCE_MAX = 128;
  // the namespace of Events about cluster-wide objects
  private static final String CLUSTER_WIDE = "default";

  /**
   * The Event, within the API's limits.
   *
   * @param mark distinguishes the Events about one object: the API server rejects a second one with
   *     the same mark
   * @param instance of the operator
   */
  public Event event(String mark, String instance, Instant now) {
    return new EventBuilder()
        .withNewMetadata()
        .withName(cut(regarding.getName(), NAME_MAX) + "." + mark)
        .withNamespace(regarding.getNamespace() == null ? CLUSTER_WIDE : regarding.getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType(normal ? "Normal" : "Warning")
        .withReason(reason)
        .withAction(action)
        .withNote(cut(note, NOTE_MAX))
        .withReportingController("eci.dev/operator")
        .withReportingInstance(cut(instance, INSTANCE_MAX))
        .withRegarding(regarding)
        .build();
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
