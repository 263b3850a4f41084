// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.audit.BackgroundScanner;
import dev.eci.operator.audit.ScanResults;
import dev.eci.operator.config.LeaderSettings;
import dev.eci.operator.config.RegistryRefreshSettings;
import dev.eci.operator.config.Settings;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.operator.imagesignatures.EciImageReconciler;
import dev.eci.operator.nodes.LostAgentReconciler;
import dev.eci.operator.objects.ClusterObjectsReconciler;
import dev.eci.operator.objects.ReconcileResults;
import dev.eci.operator.policy.PolicyVersions;
import dev.eci.operator.policystatus.EciNodeEventSource;
import dev.eci.operator.policystatus.PolicyReconciler;
import dev.eci.registry.resolve.RegistryDigestResolver;
import dev.eci.registry.signatures.ImageSignatureVerifier;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Wires the operator from its parts. */
public final class OperatorFactory {
  /** Limits the status writes of one policy when many nodes become ready at the same time. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(1);

  private static final int STATUSES_PER_PERIOD = 5;

  private OperatorFactory() {}

  /** The operator, not yet started. */
  public static Operator of(KubernetesClient client, Settings settings, Clock clock) {
    Operator operator =
        new Operator(overrider ->
            overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                // each controller limits itself: in a common queue, a changed policy would be in
                // force only after hundreds of statuses were written
                .withExecutorService(Executors.newVirtualThreadPerTaskExecutor())
                .withLeaderElectionConfiguration(leader(settings.leader(), settings.namespace())));
    ConfigurationService service = operator.getConfigurationService();
    PolicyVersions policies = new PolicyVersions();
    ReconcileResults reconcileResults = new ReconcileResults();
    ScanResults scanResults = new ScanResults();
    String instance = settings.leader().identity();
    ImageDigestTracker registries = registries(settings.registries(), clock);
    BackgroundScanner backgroundScanner =
        new BackgroundScanner(
            client,
            settings.installationContext(),
            settings.audit(),
            scanResults,
            registries,
            instance,
            clock);
    Reconciler<Namespace> cluster =
        new ClusterObjectsReconciler(
            client, settings, policies, reconcileResults, backgroundScanner, clock);
    operator.register(cluster, cluster(settings.namespace()).toConfiguration(service));
    Reconciler<EciPolicy> policy =
        new PolicyReconciler(
            client,
            policies,
            reconcileResults,
            scanResults,
            registries,
            settings.namespace(),
            instance,
            clock);
    operator.register(policy, statuses().toConfiguration(service));
    Reconciler<EciImage> image =
        new EciImageReconciler(
            client,
            new ImageSignatureVerifier(settings.registries().client(clock), clock),
            settings.registries().signaturesPace(),
            registries,
            clock);
    operator.register(image, images().toConfiguration(service));
    Reconciler<EciNode> lostAgent =
        new LostAgentReconciler(client, settings.namespace(), settings.agentGrace(), clock);
    operator.register(lostAgent, agents().toConfiguration(service));
    return operator;
  }

  private static ImageDigestTracker registries(RegistryRefreshSettings settings, Clock clock) {
    return new ImageDigestTracker(
        new RegistryDigestResolver(settings.client(clock), clock), settings.pace(), clock);
  }

  private static LeaderElectionConfiguration leader(LeaderSettings settings, String namespace) {
    // the only way in this SDK version to exit on a lost lease: after build() a former leader would
    // continue to write
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(WellKnownNames.OPERATOR)
        .withLeaseNamespace(namespace)
        .withIdentity(settings.identity())
        .withLeaseDuration(settings.leaseDuration())
        .withRenewDeadline(settings.renewDeadline())
        .withRetryPeriod(settings.retryPeriod())
        .buildForTest(settings.shouldExitWhenLost());
  }

  private static ControllerSettings<Namespace> cluster(String namespace) {
    return ControllerSettings.of(
        "cluster",
        ClusterObjectsReconciler.class,
        InformerConfiguration.builder(Namespace.class)
            .withFieldSelector(
                new FieldSelectorBuilder().withField("metadata.name", namespace).build())
            .buildForController());
  }

  private static ControllerSettings<EciPolicy> statuses() {
    return ControllerSettings.of(
            "policies",
            PolicyReconciler.class,
            InformerConfiguration.builder(EciPolicy.class).buildForController())
        .withRateLimiter(new LinearRateLimiter(STATUS_PERIOD, STATUSES_PER_PERIOD));
  }

  private static ControllerSettings<EciImage> images() {
    return ControllerSettings.of(
        "images",
        EciImageReconciler.class,
        InformerConfiguration.builder(EciImage.class).buildForController());
  }

  private static ControllerSettings<EciNode> agents() {
    return ControllerSettings.of(
        "agents",
        LostAgentReconciler.class,
        InformerConfiguration.builder(EciNode.class)
            .withItemStore(new TransformingItemStore<>(EciNodeEventSource::trimmed))
            .withOnUpdateFilter((now, before) -> false)
            .buildForController());
  }
}
