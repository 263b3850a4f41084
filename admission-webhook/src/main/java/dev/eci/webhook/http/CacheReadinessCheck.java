// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.http;

import dev.eci.webhook.cache.ClusterView;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the whole {@link ClusterView} has been read. */
@Readiness
public class CacheReadinessCheck implements HealthCheck {
  private final ClusterView cluster;

  public CacheReadinessCheck(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("policies, namespaces and nodes are known")
        .status(cluster.isReady())
        .build();
  }
}
