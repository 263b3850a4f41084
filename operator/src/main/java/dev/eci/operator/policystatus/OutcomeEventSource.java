// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.audit.ScanResults;
import dev.eci.operator.objects.ReconcileResults;
import dev.eci.operator.status.ReconcileResult;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/**
 * Triggers a reconciliation of every policy when the result for the cluster-wide objects or of a
 * scan changes.
 */
final class OutcomeEventSource extends AbstractEventSource<ReconcileResult, EciPolicy> {
  private final ReconcileResults reconcileResults;

  OutcomeEventSource(
      ReconcileResults reconcileResults,
      ScanResults scanResults,
      IndexerResourceCache<EciPolicy> policies) {
    super(ReconcileResult.class, "outcome");
    this.reconcileResults = reconcileResults;
    Runnable reconcileAll =
        () ->
            policies
                .list()
                .map(ResourceID::fromResource)
                .forEach(id -> getEventHandler().handleEvent(new Event(id)));
    reconcileResults.onChange(reconcileAll);
    scanResults.onChange(reconcileAll);
  }

  @Override
  public Set<ReconcileResult> getSecondaryResources(EciPolicy policy) {
    return Set.of(reconcileResults.last());
  }
}
