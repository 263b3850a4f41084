package dev.eci.operator.cluster;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.config.CertificateSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.desired.DesiredObjects;
import dev.eci.operator.desired.EnabledPolicy;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final WebhookTrust trust;
  private final Outcomes outcomes;
  private final Clock clock;

  public ClusterReconciler(
      KubernetesClient client, Settings settings, Outcomes outcomes, Clock clock) {
    this.settings = settings;
    this.writer = new ObjectWriter(client);
    this.outcomes = outcomes;
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
      outcomes.publish(new Outcome(generations(observed), true, Set.of(), List.of()));
      return UpdateControl.noUpdate();
    }
    ObjectPass pass = new ObjectPass(writer, observed, context);
    try {
      Trust now = trust.prepare();
      List<HasMetadata> desired = desired(observed, now);
      pass.apply(desired);
      pass.deleteOthers(desired);
      Instant next = pass.problems().isEmpty() ? trust.complete(now) : clock.instant();
      return finish(observed, pass, next, Stream.empty());
    } catch (KubernetesClientException e) {
      LOG.warnf("webhook certificate: %s", e.getMessage());
      return finish(
          observed,
          pass,
          clock.instant(),
          Stream.of(new Problem("webhook certificate", Problems.text(e))));
    }
  }

  private List<HasMetadata> desired(Observed observed, Trust now) {
    return DesiredObjects.of(
        EnabledPolicy.of(observed.policies()),
        now,
        settings.namespace(),
        settings.excludedNamespaces());
  }

  private UpdateControl<Namespace> finish(
      Observed observed, ObjectPass pass, Instant next, Stream<Problem> further) {
    List<Problem> problems = Stream.concat(pass.problems().stream(), further).toList();
    outcomes.publish(
        new Outcome(generations(observed), false, pass.foreignRuntimeClasses(), problems));
    return UpdateControl.<Namespace>noUpdate()
        .rescheduleAfter(problems.isEmpty() ? until(next) : AFTER_PROBLEM);
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
