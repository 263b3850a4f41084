// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.crds.v1alpha1.EciFallbackParameters;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.config.CertificateSettings.Mode;
import dev.eci.operator.config.Settings;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelectorBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The inputs of a reconciliation: any event of one of them triggers a reconciliation of the one
 * primary resource.
 */
final class ClusterEventSources {
  private final EventSourceContext<Namespace> context;
  private final String namespace;

  private ClusterEventSources(EventSourceContext<Namespace> context, String namespace) {
    this.context = context;
    this.namespace = namespace;
  }

  static List<EventSource<?, Namespace>> all(
      EventSourceContext<Namespace> context, Settings settings) {
    var sources = new ClusterEventSources(context, settings.namespace());
    List<EventSource<?, Namespace>> all = new ArrayList<>();
    all.add(sources.policies());
    all.add(
        sources.of(
            sources
                .watch(ValidatingWebhookConfiguration.class)
                .withLabelSelector(WellKnownNames.OURS)));
    all.add(
        sources.of(
            sources
                .watch(MutatingWebhookConfiguration.class)
                .withLabelSelector(WellKnownNames.OURS)));
    all.add(
        sources.of(
            sources.watch(ValidatingAdmissionPolicy.class).withLabelSelector(WellKnownNames.OURS)));
    all.add(
        sources.of(
            sources
                .watch(ValidatingAdmissionPolicyBinding.class)
                .withLabelSelector(WellKnownNames.OURS)));
    all.add(
        sources.of(
            sources.watch(EciFallbackParameters.class).withLabelSelector(WellKnownNames.OURS)));
    // not by label: a RuntimeClass of another manager may have the name of ours
    all.add(sources.of(sources.watch(RuntimeClass.class)));
    all.add(sources.of(sources.named(ConfigMap.class, WellKnownNames.UNINSTALLING)));
    if (settings.certificates().mode() == Mode.SELF_MANAGED) {
      all.add(sources.of(sources.named(Secret.class, WellKnownNames.WEBHOOK_CA)));
      all.add(sources.of(sources.named(Secret.class, WellKnownNames.WEBHOOK_TLS)));
    }
    return all;
  }

  /** The operator itself writes the statuses, so a change of one triggers nothing. */
  private EventSource<?, Namespace> policies() {
    return of(
        watch(EciPolicy.class)
            .withOnUpdateFilter((now, before) ->
                !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                    || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
                    || now.isMarkedForDeletion()));
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> watch(Class<R> kind) {
    Set<ResourceID> primary = Set.of(new ResourceID(namespace));
    return InformerEventSourceConfiguration.from(kind, Namespace.class)
        .withName(kind.getSimpleName())
        .withSecondaryToPrimaryMapper(any -> primary);
  }

  /** By field, not by label, so that RBAC can grant the one object. */
  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> named(
      Class<R> kind, String name) {
    return watch(kind)
        .withName(name)
        .withNamespaces(namespace)
        .withFieldSelector(new FieldSelectorBuilder().withField("metadata.name", name).build());
  }

  private <R extends HasMetadata> EventSource<R, Namespace> of(
      InformerEventSourceConfiguration.Builder<R> configuration) {
    return new InformerEventSource<>(configuration.build(), context);
  }
}
