// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.imagedigests.ImageDigestTracker;
import dev.eci.policy.image.ResolvedImages;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/** Triggers a reconciliation of every policy when a registry has responded. */
final class RegistryEventSource extends AbstractEventSource<ResolvedImages, EciPolicy> {
  RegistryEventSource(ImageDigestTracker digests, IndexerResourceCache<EciPolicy> policies) {
    super(ResolvedImages.class, "registries");
    digests.onChange(() ->
        policies
            .list()
            .map(ResourceID::fromResource)
            .forEach(id -> getEventHandler().handleEvent(new Event(id))));
  }

  @Override
  public Set<ResolvedImages> getSecondaryResources(EciPolicy policy) {
    return Set.of();
  }
}
