// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.policystatus;

import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Watches the endpoints of the webhook's Service: without a ready one, the API server denies every
 * pod, so no policy is ready.
 */
final class WebhookEventSource {
  private WebhookEventSource() {}

  static InformerEventSource<EndpointSlice, EciPolicy> of(
      EventSourceContext<EciPolicy> context, String namespace) {
    var policies = context.getPrimaryCache();
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(EndpointSlice.class, EciPolicy.class)
            .withName("EndpointSlice")
            .withNamespaces(namespace)
            .withLabelSelector("kubernetes.io/service-name=" + WellKnownNames.WEBHOOK_SERVICE)
            .withSecondaryToPrimaryMapper(
                any -> policies.list().map(ResourceID::fromResource).collect(Collectors.toSet()))
            .build(),
        context);
  }

  /** A condition that is not set counts as ready (discovery.k8s.io/v1, EndpointConditions). */
  static boolean isAvailable(Collection<EndpointSlice> slices) {
    return slices.stream()
        .map(EndpointSlice::getEndpoints)
        .filter(Objects::nonNull)
        .flatMap(Collection::stream)
        .anyMatch(endpoint ->
            endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady()));
  }
}
