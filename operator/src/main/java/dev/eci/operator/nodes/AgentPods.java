// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.nodes;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.operator.WellKnownNames;
import dev.eci.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
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

  static InformerEventSource<AgentPod, EciNode> watch(
      EventSourceContext<EciNode> context, String namespace) {
    // events of a watch are read by their kind
    context.getClient().getKubernetesSerialization().registerKubernetesResource(AgentPod.class);
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(AgentPod.class, EciNode.class)
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
  static boolean isRunning(AgentPod pod) {
    return !pod.isMarkedForDeletion()
        && pod.getStatus() != null
        && Conditions.isTrue(pod.getStatus().conditions(), Conditions.READY);
  }

  private static Set<ResourceID> node(AgentPod pod) {
    return pod.getSpec() == null || pod.getSpec().nodeName() == null
        ? Set.of()
        : Set.of(new ResourceID(pod.getSpec().nodeName()));
  }

  /** There is one for each node, so the cache keeps little of each. */
  private static AgentPod trimmed(AgentPod pod) {
    AgentPod trimmed = new AgentPod();
    trimmed.setMetadata(
        new ObjectMetaBuilder()
            .withName(pod.getMetadata().getName())
            .withNamespace(pod.getMetadata().getNamespace())
            .withUid(pod.getMetadata().getUid())
            .withResourceVersion(pod.getMetadata().getResourceVersion())
            .withDeletionTimestamp(pod.getMetadata().getDeletionTimestamp())
            .build());
    trimmed.setSpec(pod.getSpec());
    if (pod.getStatus() != null) {
      trimmed.setStatus(
          new AgentPod.Status(
              Conditions.find(pod.getStatus().conditions(), Conditions.READY).stream().toList()));
    }
    return trimmed;
  }
}
