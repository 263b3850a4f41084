// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.ResolvedControllerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the operator's controllers. The SDK's own builder cannot set a field
 * selector.
 *
 * @param informer watches the primary resources
 * @param rateLimiter null: no limit
 */
record ControllerSettings<P extends HasMetadata>(
    String name,
    Class<? extends Reconciler<P>> reconciler,
    InformerConfiguration<P> informer,
    @Nullable LinearRateLimiter rateLimiter) {
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);
  private static final Duration RECONCILE_AT_LEAST = Duration.ofHours(1);

  static <P extends HasMetadata> ControllerSettings<P> of(
      String name, Class<? extends Reconciler<P>> reconciler, InformerConfiguration<P> informer) {
    return new ControllerSettings<>(name, reconciler, informer, null);
  }

  ControllerSettings<P> withRateLimiter(LinearRateLimiter limiter) {
    return new ControllerSettings<>(name, reconciler, informer, limiter);
  }

  ControllerConfiguration<P> toConfiguration(ConfigurationService service) {
    return new ResolvedControllerConfiguration<>(
        name,
        /* generationAware= */ true,
        reconciler.getName(),
        new GenericRetry().withoutMaxAttempts().setMaxInterval(RETRY_MAX.toMillis()),
        rateLimiter,
        RECONCILE_AT_LEAST,
        /* finalizer= */ null,
        /* configurations= */ null,
        WellKnownNames.OPERATOR,
        service,
        informer,
        /* triggerReconcilerOnAllEvents= */ false,
        /* workflowSpec= */ null);
  }
}
