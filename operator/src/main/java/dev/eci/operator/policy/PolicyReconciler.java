package dev.eci.operator.policy;

import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.audit.Scans;
import dev.eci.operator.cluster.Outcomes;
import dev.eci.operator.images.RegistryAnswers;
import dev.eci.operator.status.Facts;
import dev.eci.operator.status.Nodes;
import dev.eci.operator.status.Outcome;
import dev.eci.operator.status.PolicyStatus;
import dev.eci.operator.status.Transition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Keeps the status of a policy true. */
public final class PolicyReconciler implements Reconciler<EciPolicy> {
  private static final Logger LOG = Logger.getLogger(PolicyReconciler.class);

  private final KubernetesClient client;
  private final Outcomes outcomes;
  private final RegistryAnswers registries;
  private final Scans scans;
  private final String instance;
  private final Clock clock;
  private final StatusWriter statuses;

  public PolicyReconciler(
      KubernetesClient client,
      Outcomes outcomes,
      Scans scans,
      RegistryAnswers registries,
      String instance,
      Clock clock) {
    this.client = client;
    this.outcomes = outcomes;
    this.scans = scans;
    this.registries = registries;
    this.instance = instance;
    this.clock = clock;
    this.statuses = new StatusWriter(client);
  }

  @Override
  public List<EventSource<?, EciPolicy>> prepareEventSources(
      EventSourceContext<EciPolicy> context) {
    return List.of(
        EciNodeEventSource.of(context),
        new OutcomeEventSource(outcomes, scans, context.getPrimaryCache()),
        new RegistryEventSource(registries, context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<EciPolicy> reconcile(EciPolicy seen, Context<EciPolicy> context) {
    Outcome outcome = outcomes.last();
    if (outcome.covers(seen.getMetadata().getUid(), seen.getMetadata().getGeneration())
        && isStale(seen, outcome, context)) {
      write(seen, outcome, context);
    }
    // otherwise the outcome that covers it is on its way and brings us here again
    return UpdateControl.noUpdate();
  }

  private boolean isStale(EciPolicy seen, Outcome outcome, Context<EciPolicy> context) {
    return !statuses.isSame(desired(seen, outcome, context), seen.getStatus());
  }

  /**
   * From the API server's state, since the cache may not have our own last write yet, and an Event
   * would be told twice.
   */
  private void write(EciPolicy seen, Outcome outcome, Context<EciPolicy> context) {
    EciPolicy policy = client.resource(seen).get();
    if (policy == null
        || !outcome.covers(policy.getMetadata().getUid(), policy.getMetadata().getGeneration())) {
      return;
    }
    EciPolicyStatus status = desired(policy, outcome, context);
    if (statuses.isSame(status, policy.getStatus())) {
      return;
    }
    statuses.write(policy, status);
    Transition.between(policy.getStatus(), status).forEach(transition -> tell(policy, transition));
  }

  private EciPolicyStatus desired(EciPolicy policy, Outcome outcome, Context<EciPolicy> context) {
    return PolicyStatus.desired(
        new Facts(
            PolicyReader.read(policy),
            outcome,
            nodes(context),
            registries.of(context.getPrimaryCache().list().toList()),
            scans.of(policy.getMetadata().getName())),
        policy.getStatus(),
        policy.getMetadata().getGeneration(),
        clock.instant());
  }

  private static Nodes nodes(Context<EciPolicy> context) {
    var source =
        (InformerEventSource<EciNode, EciPolicy>)
            context.eventSourceRetriever().getEventSourceFor(EciNode.class);
    return Nodes.of(source.list().toList());
  }

  private void tell(EciPolicy policy, Transition transition) {
    LOG.infof(
        "EciPolicy %s: %s: %s",
        policy.getMetadata().getName(), transition.reason(), transition.message());
    try {
      client.resource(PolicyEvents.of(policy, transition, instance, clock.instant())).create();
    } catch (KubernetesClientException e) {
      // the status says the same
      LOG.warnf("cannot write an Event: %s", e.getMessage());
    }
  }
}
