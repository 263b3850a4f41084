// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.nodes;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.Set;

/** The pods of the agent's DaemonSet. */
final class AgentPods {
  private static final String SELECTOR = "app.kubernetes.io/name=" + WellKnownNames.AGENT;

  private AgentPods() {}

  static InformerEventSource<Pod, EciNode> watch(
      EventSourceContext<EciNode> context, String namespace) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Pod.class, EciNode.class)
            .withName("AgentPod")
            .withNamespaces(namespace)
            .withLabelSelector(SELECTOR)
            .withSecondaryToPrimaryMapper(AgentPods::node)
            .withOnUpdateFilter((now, before) ->
                isRunning(now) != isRunning(before) || !node(now).equals(node(before)))
            .withItemStore(new TransformingItemStore<>(AgentPods::trimmed))
            .build(),
        context);
  }

  /** By the kubelet's report; of a node that is lost, the control plane reports not Ready. */
  static boolean isRunning(Pod pod) {
    return !pod.isMarkedForDeletion()
        && pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(condition ->
                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static Set<ResourceID> node(Pod pod) {
    return pod.getSpec() == null || pod.getSpec().getNodeName() == null
        ? Set.of()
        : Set.of(new ResourceID(pod.getSpec().getNodeName()));
  }

  /** There is one for each node, so the cache keeps little of each. */
  private static Pod trimmed(Pod pod) {
    return new PodBuilder()
        .withMetadata(
            new ObjectMetaBuilder()
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withUid(pod.getMetadata().getUid())
                .withResourceVersion(pod.getMetadata().getResourceVersion())
                .withDeletionTimestamp(pod.getMetadata().getDeletionTimestamp())
                .build())
        .withNewSpec()
        .withNodeName(pod.getSpec() == null ? null : pod.getSpec().getNodeName())
        .endSpec()
        .withNewStatus()
        .withConditions(
            pod.getStatus() == null || pod.getStatus().getConditions() == null
                ? java.util.List.of()
                : pod.getStatus().getConditions().stream()
                    .filter(condition -> "Ready".equals(condition.getType()))
                    .toList())
        .endStatus()
        .build();
  }
}
