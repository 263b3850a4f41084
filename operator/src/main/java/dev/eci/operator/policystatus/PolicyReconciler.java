package dev.eci.operator.policystatus;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.audit.ScanResults;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.operator.objects.ReconcileResults;
import dev.eci.operator.status.ConditionTransition;
import dev.eci.operator.status.NodeSummary;
import dev.eci.operator.status.PolicyStatus;
import dev.eci.operator.status.ReconcileResult;
import dev.eci.operator.status.StatusInputs;
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
  private final ReconcileResults reconcileResults;
  private final ImageDigestTracker registries;
  private final ScanResults scanResults;
  private final String instance;
  private final Clock clock;
  private final StatusWriter statuses;

  public PolicyReconciler(
      KubernetesClient client,
      ReconcileResults reconcileResults,
      ScanResults scanResults,
      ImageDigestTracker registries,
      String instance,
      Clock clock) {
    this.client = client;
    this.reconcileResults = reconcileResults;
    this.scanResults = scanResults;
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
        new OutcomeEventSource(reconcileResults, scanResults, context.getPrimaryCache()),
        new RegistryEventSource(registries, context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<EciPolicy> reconcile(EciPolicy seen, Context<EciPolicy> context) {
    ReconcileResult reconcileResult = reconcileResults.last();
    if (reconcileResult.covers(seen.getMetadata().getUid(), seen.getMetadata().getGeneration())
        && isStale(seen, reconcileResult, context)) {
      write(seen, reconcileResult, context);
    }
    // otherwise the outcome that covers it is on its way and brings us here again
    return UpdateControl.noUpdate();
  }

  private boolean isStale(
      EciPolicy seen, ReconcileResult reconcileResult, Context<EciPolicy> context) {
    return !statuses.isSame(desired(seen, reconcileResult, context), seen.getStatus());
  }

  /**
   * From the API server's state, since the cache may not have our own last write yet, and an Event
   * would be told twice.
   */
  private void write(EciPolicy seen, ReconcileResult reconcileResult, Context<EciPolicy> context) {
    EciPolicy policy = client.resource(seen).get();
    if (policy == null
        || !reconcileResult.covers(
            policy.getMetadata().getUid(), policy.getMetadata().getGeneration())) {
      return;
    }
    EciPolicyStatus status = desired(policy, reconcileResult, context);
    if (statuses.isSame(status, policy.getStatus())) {
      return;
    }
    statuses.write(policy, status);
    ConditionTransition.between(policy.getStatus(), status)
        .forEach(conditionTransition -> emitEvent(policy, conditionTransition));
  }

  private EciPolicyStatus desired(
      EciPolicy policy, ReconcileResult reconcileResult, Context<EciPolicy> context) {
    return PolicyStatus.desired(
        new StatusInputs(
            PolicyReader.read(policy),
            reconcileResult,
            nodes(context),
            registries.resolvedImages(context.getPrimaryCache().list().toList()),
            scanResults.find(policy.getMetadata().getName())),
        policy.getStatus(),
        policy.getMetadata().getGeneration(),
        clock.instant());
  }

  private static NodeSummary nodes(Context<EciPolicy> context) {
    var source =
        (InformerEventSource<EciNode, EciPolicy>)
            context.eventSourceRetriever().getEventSourceFor(EciNode.class);
    return NodeSummary.of(source.list().toList());
  }

  private void emitEvent(EciPolicy policy, ConditionTransition conditionTransition) {
    LOG.infof(
        "EciPolicy %s: %s: %s",
        policy.getMetadata().getName(),
        conditionTransition.reason(),
        conditionTransition.message());
    try {
      client
          .resource(PolicyEvents.of(policy, conditionTransition, instance, clock.instant()))
          .create();
    } catch (KubernetesClientException e) {
      // the status says the same
      LOG.warnf("cannot write an Event: %s", e.getMessage());
    }
  }
}
