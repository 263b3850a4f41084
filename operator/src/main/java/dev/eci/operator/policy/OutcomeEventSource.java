package dev.eci.operator.policy;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.audit.Scans;
import dev.eci.operator.cluster.Outcomes;
import dev.eci.operator.status.Outcome;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/**
 * Has every policy looked at again when something else came of the cluster-wide objects, or of a
 * scan.
 */
final class OutcomeEventSource extends AbstractEventSource<Outcome, EciPolicy> {
  private final Outcomes outcomes;

  OutcomeEventSource(Outcomes outcomes, Scans scans, IndexerResourceCache<EciPolicy> policies) {
    super(Outcome.class, "outcome");
    this.outcomes = outcomes;
    Runnable lookAgain =
        () ->
            policies
                .list()
                .map(ResourceID::fromResource)
                .forEach(id -> getEventHandler().handleEvent(new Event(id)));
    outcomes.onChange(lookAgain);
    scans.onChange(lookAgain);
  }

  @Override
  public Set<Outcome> getSecondaryResources(EciPolicy policy) {
    return Set.of(outcomes.last());
  }
}
