// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.conversion.PolicyReader;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.operator.audit.ScanResults;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.operator.objects.ReconcileResults;
import dev.eci.operator.policy.PolicyVersions;
import dev.eci.operator.status.ConditionTransition;
import dev.eci.operator.status.NodeSummary;
import dev.eci.operator.status.PolicyStatus;
import dev.eci.operator.status.ReconcileResult;
import dev.eci.operator.status.StatusInputs;
import dev.eci.policy.image.ResolvedImages;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.events.v1.Event;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** Keeps the status of a policy up to date. */
public final class PolicyReconciler implements Reconciler<EciPolicy> {
  private static final Logger LOG = Logger.getLogger(PolicyReconciler.class);

  private final KubernetesClient client;
  private final PolicyVersions policies;
  private final ReconcileResults reconcileResults;
  private final ImageDigestTracker registries;
  private final ScanResults scanResults;
  private final String namespace;
  private final String instance;
  private final Clock clock;
  private final StatusWriter statuses;

  /** Bounds the memory and the requests for the statuses of many policies. */
  private final Semaphore turns = new Semaphore(2);

  /** One after another, and no status waits for them: after a start, each policy has one. */
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("policy-events").factory());

  /** UIDs of policies that this operator wrote to while they had no status. */
  private final Set<String> written = ConcurrentHashMap.newKeySet();

  public PolicyReconciler(
      KubernetesClient client,
      PolicyVersions policies,
      ReconcileResults reconcileResults,
      ScanResults scanResults,
      ImageDigestTracker registries,
      String namespace,
      String instance,
      Clock clock) {
    this.client = client;
    this.policies = policies;
    this.reconcileResults = reconcileResults;
    this.scanResults = scanResults;
    this.registries = registries;
    this.namespace = namespace;
    this.instance = instance;
    this.clock = clock;
    this.statuses = new StatusWriter(client);
  }

  @Override
  public List<EventSource<?, EciPolicy>> prepareEventSources(
      EventSourceContext<EciPolicy> context) {
    return List.of(
        EciNodeEventSource.of(context),
        WebhookEventSource.of(context, namespace),
        new OutcomeEventSource(reconcileResults, scanResults, context.getPrimaryCache()),
        new RegistryEventSource(registries, context.getPrimaryCache()));
  }

  @Override
  public UpdateControl<EciPolicy> reconcile(EciPolicy seen, Context<EciPolicy> context) {
    turns.acquireUninterruptibly();
    try {
      reconcileNow(seen, context);
    } finally {
      turns.release();
    }
    return UpdateControl.noUpdate();
  }

  private void reconcileNow(EciPolicy seen, Context<EciPolicy> context) {
    ReconcileResult reconcileResult = reconcileResults.last();
    if (reconcileResult.covers(seen.getMetadata().getUid(), seen.getMetadata().getGeneration())) {
      ResolvedImages images =
          registries.resolvedImages(policies.of(context.getPrimaryCache().list().toList()));
      Cluster cluster =
          new Cluster(reconcileResult, nodes(context), images, isWebhookAvailable(context));
      if (!statuses.isSame(desired(seen, cluster), seen.getStatus())) {
        write(seen, cluster);
      }
    }
    // otherwise the next ReconcileResult covers this generation and triggers this method again
  }

  /** What a status depends on besides the policy itself. */
  private record Cluster(
      ReconcileResult result,
      NodeSummary nodes,
      ResolvedImages images,
      boolean isWebhookAvailable) {}

  /**
   * Computes the status from the API server's current state: the cache may lack the operator's own
   * last write, and then the same Event would be emitted twice.
   */
  private void write(EciPolicy seen, Cluster cluster) {
    // nothing was written to a policy without a status
    EciPolicy policy =
        seen.getStatus() == null && written.add(seen.getMetadata().getUid())
            ? seen
            : client.resource(seen).get();
    if (policy == null
        || !cluster
            .result()
            .covers(policy.getMetadata().getUid(), policy.getMetadata().getGeneration())) {
      return;
    }
    EciPolicyStatus status = desired(policy, cluster);
    if (statuses.isSame(status, policy.getStatus())) {
      return;
    }
    statuses.write(policy, status);
    ConditionTransition.between(policy.getStatus(), status)
        .forEach(transition -> {
          LOG.infof(
              "EciPolicy %s: %s: %s",
              policy.getMetadata().getName(), transition.reason(), transition.message());
          Event event = PolicyEvents.of(policy, transition, instance, clock.instant());
          events.execute(() -> create(event));
        });
  }

  private EciPolicyStatus desired(EciPolicy policy, Cluster cluster) {
    return PolicyStatus.desired(
        new StatusInputs(
            PolicyReader.read(policy),
            cluster.result(),
            cluster.nodes(),
            cluster.images(),
            scanResults.find(policy.getMetadata().getName()),
            cluster.isWebhookAvailable()),
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

  private static boolean isWebhookAvailable(Context<EciPolicy> context) {
    var source =
        (InformerEventSource<EndpointSlice, EciPolicy>)
            context.eventSourceRetriever().getEventSourceFor(EndpointSlice.class);
    return WebhookEventSource.isAvailable(source.list().toList());
  }

  private void create(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException | IllegalStateException e) {
      // or the client is closed: the status carries the same message
      LOG.warnf("failed to create Event: %s", e.getMessage());
    }
  }
}
