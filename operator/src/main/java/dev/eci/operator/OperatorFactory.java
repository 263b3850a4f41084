package dev.eci.operator;

import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.audit.BackgroundScanner;
import dev.eci.operator.audit.ScanResults;
import dev.eci.operator.config.LeaderSettings;
import dev.eci.operator.config.RegistryRefreshSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.operator.imagesignatures.EciImageReconciler;
import dev.eci.operator.objects.ClusterObjectsReconciler;
import dev.eci.operator.objects.ReconcileResults;
import dev.eci.operator.policystatus.PolicyReconciler;
import dev.eci.registry.resolve.RegistryDigestResolver;
import dev.eci.registry.signatures.ImageSignatureVerifier;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts an operator together. */
public final class OperatorFactory {
  /** Cluster-wide objects and statuses are written side by side; more threads would only wait. */
  private static final int THREADS = 2;

  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /** Many nodes become ready at the same time. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(1);

  private static final int STATUSES_PER_PERIOD = 5;

  private OperatorFactory() {}

  /** Not started. */
  public static Operator of(KubernetesClient client, Settings settings, Clock clock) {
    Operator operator =
        new Operator(overrider ->
            overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withConcurrentReconciliationThreads(THREADS)
                .withLeaderElectionConfiguration(leader(settings.leader(), settings.namespace())));
    ConfigurationService service = operator.getConfigurationService();
    ReconcileResults reconcileResults = new ReconcileResults();
    ScanResults scanResults = new ScanResults();
    String instance = settings.leader().identity();
    ImageDigestTracker registries = registries(settings.registries(), clock);
    BackgroundScanner backgroundScanner =
        new BackgroundScanner(
            client, settings.place(), settings.audit(), scanResults, registries, instance, clock);
    Reconciler<Namespace> cluster =
        new ClusterObjectsReconciler(client, settings, reconcileResults, backgroundScanner, clock);
    operator.register(cluster, cluster(service, settings.namespace()));
    Reconciler<EciPolicy> policy =
        new PolicyReconciler(client, reconcileResults, scanResults, registries, instance, clock);
    operator.register(policy, policies(service));
    Reconciler<EciImage> image =
        new EciImageReconciler(
            client,
            new ImageSignatureVerifier(settings.registries().client(clock), clock),
            settings.registries().signaturesPace(),
            registries,
            clock);
    operator.register(image, images(service));
    return operator;
  }

  private static ImageDigestTracker registries(RegistryRefreshSettings settings, Clock clock) {
    return new ImageDigestTracker(
        new RegistryDigestResolver(settings.client(clock), clock), settings.pace(), clock);
  }

  private static LeaderElectionConfiguration leader(LeaderSettings settings, String namespace) {
    // the only way of this version to have the process end; build() leaves a former leader writing
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(WellKnownNames.OPERATOR)
        .withLeaseNamespace(namespace)
        .withIdentity(settings.identity())
        .withLeaseDuration(settings.leaseDuration())
        .withRenewDeadline(settings.renewDeadline())
        .withRetryPeriod(settings.retryPeriod())
        .buildForTest(settings.shouldExitWhenLost());
  }

  private static ControllerConfiguration<Namespace> cluster(
      ConfigurationService service, String namespace) {
    return configuration(
        "cluster",
        ClusterObjectsReconciler.class,
        service,
        InformerConfiguration.builder(Namespace.class)
            .withFieldSelector(
                new FieldSelectorBuilder().withField("metadata.name", namespace).build())
            .buildForController(),
        null);
  }

  private static ControllerConfiguration<EciPolicy> policies(ConfigurationService service) {
    return configuration(
        "policies",
        PolicyReconciler.class,
        service,
        InformerConfiguration.builder(EciPolicy.class).buildForController(),
        new LinearRateLimiter(STATUS_PERIOD, STATUSES_PER_PERIOD));
  }

  private static ControllerConfiguration<EciImage> images(ConfigurationService service) {
    return configuration(
        "images",
        EciImageReconciler.class,
        service,
        InformerConfiguration.builder(EciImage.class).buildForController(),
        null);
  }

  private static <P extends HasMetadata> ControllerConfiguration<P> configuration(
      String name,
      Class<?> reconciler,
      ConfigurationService service,
      InformerConfiguration<P> informer,
      @Nullable LinearRateLimiter limiter) {
    return new ResolvedControllerConfiguration<>(
        name,
        true,
        reconciler.getName(),
        new GenericRetry().withoutMaxAttempts().setMaxInterval(RETRY_MAX.toMillis()),
        limiter,
        Duration.ofHours(1),
        null,
        null,
        WellKnownNames.OPERATOR,
        service,
        informer,
        false,
        null);
  }
}
