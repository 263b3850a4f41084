// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.health;

import dev.eci.operator.OperatorProcess;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Fails when an informer has given up. An unavailable API server is no failure: a restart would not
 * help.
 */
@Liveness
@ApplicationScoped
class LivenessCheck implements HealthCheck {
  private final OperatorProcess process;

  LivenessCheck(OperatorProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    boolean live =
        process
            .operator()
            .map(
                operator -> InformerHealth.matchesAll(operator, InformerHealthIndicator::isRunning))
            .orElse(true);
    return HealthCheckResponse.named("informers running").status(live).build();
  }
}
