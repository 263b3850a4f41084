package dev.eci.operator.cluster;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.audit.Audit;
import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.Expiries;
import dev.eci.operator.desired.Trust;
import dev.eci.operator.status.Outcome;
import dev.eci.operator.status.Outcome.Problem;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One pass over everything cluster-wide. Its primary resource is our own namespace: the one object
 * that is there without any policy, so that the first policy is validated too and the last one's
 * objects are cleared away.
 */
public final class ClusterReconciler implements Reconciler<Namespace> {
  private static final Logger LOG = Logger.getLogger(ClusterReconciler.class);
  private static final Duration AFTER_PROBLEM = Duration.ofSeconds(10);
  private static final Duration AT_LEAST = Duration.ofMillis(500);
  private static final Duration AT_MOST = Duration.ofHours(1);

  private final Settings settings;
  private final ObjectWriter writer;
  private final RemovedNodes removedNodes;
  private final WebhookTrust trust;
  private final Outcomes outcomes;
  private final Audit audit;
  private final Clock clock;

  public ClusterReconciler(
      KubernetesClient client, Settings settings, Outcomes outcomes, Audit audit, Clock clock) {
    this.settings = settings;
    this.writer = new ObjectWriter(client);
    this.removedNodes = new RemovedNodes(client);
    this.outcomes = outcomes;
    this.audit = audit;
    this.clock = clock;
    this.trust =
        settings.certificates().mode() == CertificateSettings.Mode.CERT_MANAGER
            ? new CertManagerTrust(settings.namespace())
            : new SelfManagedTrust(
                new CertificateSecrets(client, settings.namespace()), settings, clock);
  }

  @Override
  public List<EventSource<?, Namespace>> prepareEventSources(
      EventSourceContext<Namespace> context) {
    return ClusterEventSources.all(context, settings);
  }

  @Override
  public UpdateControl<Namespace> reconcile(Namespace ours, Context<Namespace> context) {
    Observed observed = Observed.from(context);
    if (observed.uninstalling()) {
      removedNodes.uninstalling();
      outcomes.publish(new Outcome(generations(observed), true, Set.of(), List.of()));
      return UpdateControl.noUpdate();
    }
    try {
      return pass(observed, new ObjectPass(writer, observed, context));
    } catch (KubernetesClientException e) {
      return Problems.isConflict(e) ? again() : withoutCertificate(observed, e);
    }
  }

  private UpdateControl<Namespace> pass(Observed observed, ObjectPass pass) {
    removedNodes.putBack();
    Trust now = trust.prepare();
    List<HasMetadata> desired = desired(observed, now);
    pass.apply(desired);
    pass.deleteOthers(desired);
    if (pass.interrupted()) {
      return again();
    }
    if (!pass.problems().isEmpty()) {
      publish(observed, pass.foreignRuntimeClasses(), pass.problems());
      return UpdateControl.<Namespace>noUpdate().rescheduleAfter(AFTER_PROBLEM);
    }
    Instant next =
        earliest(trust.complete(now), Expiries.next(observed.policies(), clock.instant()));
    publish(observed, pass.foreignRuntimeClasses(), List.of());
    next = earliest(next, audit.look(observed.policies()));
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(until(next));
  }

  /** Somebody wrote at the same time: nothing to worry people with. */
  private static UpdateControl<Namespace> again() {
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(AT_LEAST);
  }

  private UpdateControl<Namespace> withoutCertificate(
      Observed observed, KubernetesClientException e) {
    LOG.warnf("webhook certificate: %s", e.getMessage());
    publish(
        observed,
        Set.of(),
        List.of(new Problem("webhook certificate", Optional.empty(), Problems.text(e))));
    return UpdateControl.<Namespace>noUpdate().rescheduleAfter(AFTER_PROBLEM);
  }

  private void publish(Observed observed, Set<String> foreign, List<Problem> problems) {
    outcomes.publish(new Outcome(generations(observed), false, foreign, problems));
  }

  private List<HasMetadata> desired(Observed observed, Trust now) {
    return DesiredObjects.of(observed.policies(), now, settings.place(), clock.instant());
  }

  private static Instant earliest(Instant one, Optional<Instant> other) {
    return other.filter(one::isAfter).orElse(one);
  }

  private Duration until(Instant next) {
    Instant latest = clock.instant().plus(AT_MOST);
    Duration wait = Duration.between(clock.instant(), next.isBefore(latest) ? next : latest);
    return wait.compareTo(AT_LEAST) < 0 ? AT_LEAST : wait;
  }

  private static Map<String, Long> generations(Observed observed) {
    return observed.policies().stream()
        .collect(
            Collectors.toMap(
                policy -> policy.getMetadata().getUid(), ClusterReconciler::generation));
  }

  private static Long generation(EciPolicy policy) {
    return policy.getMetadata().getGeneration();
  }
}
