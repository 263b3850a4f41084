// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.health;

import dev.eci.operator.OperatorProcess;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Succeeds when all informers have synced. */
@Readiness
@ApplicationScoped
class ReadinessCheck implements HealthCheck {
  private final OperatorProcess process;

  ReadinessCheck(OperatorProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    boolean ready =
        process
            .operator()
            .map(
                operator -> InformerHealth.matchesAll(operator, InformerHealthIndicator::hasSynced))
            .orElse(false);
    return HealthCheckResponse.named("informers synced").status(ready).build();
  }
}
