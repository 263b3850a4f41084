package dev.eci.runtimeservice.server;

import dev.eci.support.metrics.Counter;
import dev.eci.support.metrics.Metrics;
import java.util.function.Function;

/** Counts what the launcher is told. */
public final class MetricsHandler implements Function<CreateRequest, CreateResponse> {
  private static final String NAME = "eci_decisions_total";
  private static final String HELP = "Containers that the launcher asked about, by the answer.";

  private final Function<CreateRequest, CreateResponse> service;
  private final Counter run;
  private final Counter refused;

  public MetricsHandler(Function<CreateRequest, CreateResponse> service, Metrics metrics) {
    this.service = service;
    this.run = metrics.counter(NAME, HELP, "decision", "run");
    this.refused = metrics.counter(NAME, HELP, "decision", "refuse");
  }

  @Override
  public CreateResponse apply(CreateRequest createRequest) {
    CreateResponse createResponse = service.apply(createRequest);
    (createResponse instanceof CreateResponse.Allow ? run : refused).increment();
    return createResponse;
  }
}
