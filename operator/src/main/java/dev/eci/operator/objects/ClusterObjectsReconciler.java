// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.audit.BackgroundScanner;
import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.CaSource;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.ExemptionExpiry;
import dev.eci.operator.pods.ProtectedPods;
import dev.eci.operator.policy.PolicyVersions;
import dev.eci.operator.status.ReconcileResult;
import dev.eci.operator.status.ReconcileResult.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Reconciles everything cluster-wide at once. Its primary resource is the product's own namespace:
 * that object exists without any policy, so that the first policy is validated too, and the last
 * one's objects are deleted.
 */
public final class ClusterObjectsReconciler implements Reconciler<Namespace> {
  private static final Logger LOG = Logger.getLogger(ClusterObjectsReconciler.class);
  private static final Duration RETRY_AFTER_PROBLEM = Duration.ofSeconds(10);
  private static final Duration MIN_RESCHEDULE = Duration.ofMillis(500);
  private static final Duration MAX_RESCHEDULE = Duration.ofHours(1);

  private final Settings settings;
  private final PolicyVersions policies;
  private final ObjectApplier writer;
  private final NodeReinstatement nodeReinstatement;
  private final ExpiredMarker expiredMarker;
  private final OperatorDeployment deployment;
  private final RuntimeClassUse runtimeClassUse;
  private final WebhookCertificateSource trust;
  private final ReconcileResults reconcileResults;
  private final BackgroundScanner backgroundScanner;
  private final Clock clock;

  public ClusterObjectsReconciler(
      KubernetesClient client,
      Settings settings,
      PolicyVersions policies,
      ReconcileResults reconcileResults,
      BackgroundScanner backgroundScanner,
      Clock clock) {
    this.settings = settings;
    this.policies = policies;
    this.writer =
        new ObjectApplier(client, new RepairEvents(client, settings.leader().identity(), clock));
    this.nodeReinstatement = new NodeReinstatement(client);
    this.expiredMarker = new ExpiredMarker(client, settings.namespace());
    this.deployment = new OperatorDeployment(client, settings.namespace());
    this.runtimeClassUse =
        new RuntimeClassUse(new ProtectedPods(client), settings.audit().afterChange(), clock);
    this.reconcileResults = reconcileResults;
    this.backgroundScanner = backgroundScanner;
    this.clock = clock;
    this.trust =
        settings.certificates().mode() == CertificateSettings.Mode.CERT_MANAGER
            ? new CertManagerCertificate(settings.namespace())
            : new SelfManagedCertificate(
                new CertificateSecretStore(client, settings.namespace()), settings, clock);
  }

  @Override
  public List<EventSource<?, Namespace>> prepareEventSources(
      EventSourceContext<Namespace> context) {
    return ClusterEventSources.all(context, settings);
  }

  @Override
  public UpdateControl<Namespace> reconcile(Namespace ours, Context<Namespace> context) {
    ClusterSnapshot clusterSnapshot = ClusterSnapshot.from(context, policies);
    Optional<Instant> until = clusterSnapshot.uninstallingUntil();
    clusterSnapshot.marker().ifPresent(deployment::remember);
    if (until.isPresent()) {
      nodeReinstatement.uninstalling();
      if (until.get().isAfter(clock.instant())) {
        reconcileResults.publish(
            new ReconcileResult(
                clusterSnapshot.policies().generations(), true, Set.of(), List.of()));
        return UpdateControl.<Namespace>noUpdate().rescheduleAfter(until(until.get()));
      }
      expiredMarker.delete();
    }
    if (deployment.isDeleted()) {
      return UpdateControl.<Namespace>noUpdate().rescheduleAfter(RETRY_AFTER_PROBLEM);
    }
    try {
      return reconcileOnce(
          clusterSnapshot,
          new ObjectReconciliation(writer, clusterSnapshot, context, runtimeClassUse));
    } catch (KubernetesClientException e) {
      return ApiErrors.isConflict(e) ? again() : withoutCertificate(clusterSnapshot, e);
    }
  }

  private UpdateControl<Namespace> reconcileOnce(
      ClusterSnapshot clusterSnapshot, ObjectReconciliation pass) {
    nodeReinstatement.reinstate();
    CaSource now = trust.prepare();
    List<HasMetadata> desired = desired(clusterSnapshot, now);
    pass.apply(desired);
    pass.deleteOthers(desired);
    if (pass.hasConflict()) {
      return again();
    }
    if (!pass.problems().isEmpty()) {
      publish(clusterSnapshot, pass.conflictingRuntimeClasses(), pass.problems());
      return UpdateControl.<Namespace>noUpdate().rescheduleAfter(RETRY_AFTER_PROBLEM);
    }
    Instant next =
        earliest(
            trust.complete(now), ExemptionExpiry.next(clusterSnapshot.policies(), clock.instant()));
    next = earliest(next, pass.nextRuntimeClassCheck());
    publish(clusterSnapshot, pass.conflictingRuntimeClasses(), List.of());
    next = earliest(next, backgroundScanner.scanIfDue(clusterSnapshot.policies()));
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(until(next));
  }

  /** Another writer was faster, which is no problem to report. */
  private static UpdateControl<Namespace> again() {
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(MIN_RESCHEDULE);
  }

  private UpdateControl<Namespace> withoutCertificate(
      ClusterSnapshot clusterSnapshot, KubernetesClientException e) {
    LOG.warnf("webhook certificate: %s", e.getMessage());
    publish(
        clusterSnapshot,
        Set.of(),
        List.of(new Problem("webhook certificate", Optional.empty(), ApiErrors.text(e))));
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(RETRY_AFTER_PROBLEM);
  }

  private void publish(
      ClusterSnapshot clusterSnapshot,
      Set<String> conflictingRuntimeClasses,
      List<Problem> problems) {
    reconcileResults.publish(
        new ReconcileResult(
            clusterSnapshot.policies().generations(), false, conflictingRuntimeClasses, problems));
  }

  private List<HasMetadata> desired(ClusterSnapshot clusterSnapshot, CaSource now) {
    return DesiredObjects.of(
        clusterSnapshot.policies(), now, settings.installationContext(), clock.instant());
  }

  private static Instant earliest(Instant one, Optional<Instant> other) {
    return other.filter(one::isAfter).orElse(one);
  }

  private Duration until(Instant next) {
    Instant latest = clock.instant().plus(MAX_RESCHEDULE);
    Duration wait = Duration.between(clock.instant(), next.isBefore(latest) ? next : latest);
    return wait.compareTo(MIN_RESCHEDULE) < 0 ? MIN_RESCHEDULE : wait;
  }
}
