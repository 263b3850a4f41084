// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.status.Conditions;
import dev.eci.operator.status.NodeSummary;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.stream.Collectors;

/** Watches EciNodes for the one field that policies report: whether they are ready. */
public final class EciNodeEventSource {
  private EciNodeEventSource() {}

  static InformerEventSource<EciNode, EciPolicy> of(EventSourceContext<EciPolicy> context) {
    var policies = context.getPrimaryCache();
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(EciNode.class, EciPolicy.class)
            .withName("EciNode")
            .withSecondaryToPrimaryMapper(
                any -> policies.list().map(ResourceID::fromResource).collect(Collectors.toSet()))
            .withOnUpdateFilter(
                (now, before) -> NodeSummary.isReady(now) != NodeSummary.isReady(before))
            .withItemStore(new TransformingItemStore<>(EciNodeEventSource::trimmed))
            .build(),
        context);
  }

  /** A cluster may have 5,000 of them, so the cache keeps only that field. */
  public static EciNode trimmed(EciNode node) {
    EciNode trimmed = new EciNode();
    trimmed.setMetadata(
        new ObjectMetaBuilder()
            .withName(node.getMetadata().getName())
            .withUid(node.getMetadata().getUid())
            .withResourceVersion(node.getMetadata().getResourceVersion())
            .build());
    if (node.getStatus() != null) {
      trimmed.setStatus(
          new EciNodeStatus(
              null,
              Conditions.find(node.getStatus().conditions(), Conditions.READY).stream().toList(),
              null,
              null,
              null));
    }
    return trimmed;
  }
}
