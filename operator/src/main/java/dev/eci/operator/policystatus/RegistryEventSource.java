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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Triggers a reconciliation of every policy when registries have responded: a second after the
 * first response, and every five seconds while more come, because the list of one policy may have
 * thousands of images.
 */
final class RegistryEventSource extends AbstractEventSource<ResolvedImages, EciPolicy> {
  private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);
  private static final Executor LATER = CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private volatile long last = System.nanoTime() - CALM_NANOS;
  private final AtomicBoolean isPending = new AtomicBoolean();
  private final IndexerResourceCache<EciPolicy> policies;

  RegistryEventSource(ImageDigestTracker digests, IndexerResourceCache<EciPolicy> policies) {
    super(ResolvedImages.class, "registries");
    this.policies = policies;
    digests.onChange(() -> {
      if (isPending.compareAndSet(false, true)) {
        (System.nanoTime() - last < CALM_NANOS ? LATER : SOON).execute(this::reconcileAll);
      }
    });
  }

  private void reconcileAll() {
    last = System.nanoTime();
    isPending.set(false);
    policies
        .list()
        .map(ResourceID::fromResource)
        .forEach(id -> getEventHandler().handleEvent(new Event(id)));
  }

  @Override
  public Set<ResolvedImages> getSecondaryResources(EciPolicy policy) {
    return Set.of();
  }
}
