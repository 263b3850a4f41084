// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.event.EventRecord;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Emits an Event about each object that another client changed or deleted and the operator
 * restored. That the desired object is the same as before tells a repair from a change of the
 * policies. The API server notes down the manager of each field, which is the best name there is
 * outside of its audit log.
 */
final class RepairEvents {
  private static final Logger LOG = Logger.getLogger(RepairEvents.class);

  /** What the operator last wrote or found in place. */
  private record Known(HasMetadata desired, String uid, String resourceVersion) {}

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Map<String, Known> known = new HashMap<>();

  RepairEvents(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  void matching(HasMetadata desired, HasMetadata actual) {
    remember(desired, actual);
  }

  void deleted(HasMetadata object) {
    known.remove(ObjectApplier.describe(object));
  }

  /**
   * The operator wrote {@code desired}.
   *
   * @param before what the cache held; it may be older than the operator's own last write
   */
  void written(HasMetadata desired, Optional<HasMetadata> before, HasMetadata written) {
    Optional<Known> last =
        Optional.ofNullable(known.get(ObjectApplier.describe(desired)))
            .filter(known -> known.desired().equals(desired))
            .filter(known ->
                !known.resourceVersion().equals(written.getMetadata().getResourceVersion()));
    remember(desired, written);
    last.ifPresent(known -> emit(written, note(written, before, known)));
  }

  private void remember(HasMetadata desired, HasMetadata actual) {
    known.put(
        ObjectApplier.describe(desired),
        new Known(
            desired, actual.getMetadata().getUid(), actual.getMetadata().getResourceVersion()));
  }

  private static String note(HasMetadata written, Optional<HasMetadata> before, Known last) {
    if (!last.uid().equals(written.getMetadata().getUid())) {
      return "%s was deleted by another client; the operator created it again. The API server's audit log has the client's name."
          .formatted(ObjectApplier.describe(written));
    }
    return before
        .flatMap(RepairEvents::lastManager)
        .map(fields ->
            "%s was changed by \"%s\" (%s, %s); the operator restored it."
                .formatted(
                    ObjectApplier.describe(written),
                    fields.getManager(),
                    fields.getOperation(),
                    fields.getTime()))
        .orElseGet(() ->
            "%s was changed by another client, which owns none of its fields; the operator restored it. The API server's audit log has the client's name."
                .formatted(ObjectApplier.describe(written)));
  }

  /** The one that wrote last, without those that are expected to write. */
  private static Optional<ManagedFieldsEntry> lastManager(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .filter(fields -> fields.getManager() != null && fields.getTime() != null)
        .filter(fields -> !WellKnownNames.OPERATOR.equals(fields.getManager()))
        .filter(fields -> !fields.getManager().contains("cainjector"))
        .max(Comparator.comparing(ManagedFieldsEntry::getTime));
  }

  private void emit(HasMetadata object, String note) {
    LOG.warn(note);
    Instant now = clock.instant();
    try {
      client
          .resource(
              new EventRecord(
                      new ObjectReferenceBuilder()
                          .withApiVersion(object.getApiVersion())
                          .withKind(object.getKind())
                          .withName(object.getMetadata().getName())
                          .withUid(object.getMetadata().getUid())
                          .build(),
                      false,
                      ObjectEventReasons.REPAIRED,
                      "Repair",
                      note)
                  .event("%x".formatted(now.toEpochMilli()), instance, now))
          .create();
    } catch (KubernetesClientException e) {
      // the log has the same sentence
      LOG.warnf("failed to create Event: %s", e.getMessage());
    }
  }
}
