// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.status.ReconcileResult.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Turns the observed objects into the desired ones. If one object fails, the others are still
 * written.
 */
final class ObjectReconciliation {
  private static final Logger LOG = Logger.getLogger(ObjectReconciliation.class);

  private final ObjectApplier writer;
  private final ClusterSnapshot clusterSnapshot;
  private final Context<Namespace> context;
  private final Set<String> conflictingRuntimeClasses = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private final RuntimeClassUse runtimeClassUse;
  private boolean hasConflict;
  private boolean isRuntimeClassKept;

  ObjectReconciliation(
      ObjectApplier writer,
      ClusterSnapshot clusterSnapshot,
      Context<Namespace> context,
      RuntimeClassUse runtimeClassUse) {
    this.writer = writer;
    this.clusterSnapshot = clusterSnapshot;
    this.context = context;
    this.runtimeClassUse = runtimeClassUse;
  }

  void apply(List<HasMetadata> desired) {
    for (HasMetadata object : desired) {
      var actual = clusterSnapshot.find(object);
      if (object instanceof RuntimeClass
          && actual.filter(seen -> !ClusterSnapshot.isOurs(seen)).isPresent()) {
        conflictingRuntimeClasses.add(object.getMetadata().getName());
      } else {
        attempt(object, () -> writer.apply(object, actual, context));
      }
    }
  }

  void deleteOthers(List<HasMetadata> desired) {
    clusterSnapshot.objects().stream()
        .filter(ClusterSnapshot::isOurs)
        .filter(seen -> desired.stream().noneMatch(object -> ClusterSnapshot.isSame(object, seen)))
        .filter(this::isReplaced)
        .forEach(seen -> attempt(seen, () -> deleteUnlessUsed(seen)));
  }

  private void deleteUnlessUsed(HasMetadata seen) {
    if (seen instanceof RuntimeClass && runtimeClassUse.isUsed(seen.getMetadata().getName())) {
      isRuntimeClassKept = true;
    } else {
      writer.delete(seen);
    }
  }

  /** When a RuntimeClass that is kept for pods may have become unused; empty if there is none. */
  Optional<Instant> nextRuntimeClassCheck() {
    return isRuntimeClassKept ? Optional.of(runtimeClassUse.nextCheck()) : Optional.empty();
  }

  /** The fallback policy of an older version applies until all that replaces it was written. */
  private boolean isReplaced(HasMetadata seen) {
    return !seen.getMetadata().getName().equals(WellKnownNames.FORMER_FALLBACK)
        || (problems.isEmpty() && !hasConflict);
  }

  Set<String> conflictingRuntimeClasses() {
    return conflictingRuntimeClasses;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whether another writer was faster, so that the result is not known yet. */
  boolean hasConflict() {
    return hasConflict;
  }

  private void attempt(HasMetadata object, Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (ApiErrors.isConflict(e)) {
        hasConflict = true;
        return;
      }
      LOG.warnf("%s: %s", ObjectApplier.describe(object), e.getMessage());
      Optional<String> runtimeClass =
          object instanceof RuntimeClass
              ? Optional.of(object.getMetadata().getName())
              : Optional.empty();
      problems.add(new Problem(ObjectApplier.describe(object), runtimeClass, ApiErrors.text(e)));
    }
  }
}
