// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.server;

import dev.eci.support.metrics.Counter;
import dev.eci.support.metrics.Metrics;

/** Counts create requests by decision. */
public final class MetricsHandler implements CreateHandler {
  private static final String NAME = "eci_runtime_create_requests_total";
  private static final String HELP = "Create requests of eci-runtime, by decision.";

  private final CreateHandler next;
  private final Counter allowed;
  private final Counter denied;

  public MetricsHandler(CreateHandler next, Metrics metrics) {
    this.next = next;
    this.allowed = metrics.counter(NAME, HELP, "decision", "allow");
    this.denied = metrics.counter(NAME, HELP, "decision", "deny");
  }

  @Override
  public CreateResponse handle(CreateRequest request) {
    CreateResponse response = next.handle(request);
    (response instanceof CreateResponse.Allow ? allowed : denied).increment();
    return response;
  }
}
