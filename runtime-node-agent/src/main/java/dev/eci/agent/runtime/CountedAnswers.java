package dev.eci.agent.runtime;

import dev.eci.agent.metrics.Counter;
import dev.eci.agent.metrics.Metrics;
import java.util.function.Function;

/** Counts what the launcher is told. */
public final class CountedAnswers implements Function<Request, Answer> {
  private static final String NAME = "eci_decisions_total";
  private static final String HELP = "Containers that the launcher asked about, by the answer.";

  private final Function<Request, Answer> service;
  private final Counter run;
  private final Counter refused;

  public CountedAnswers(Function<Request, Answer> service, Metrics metrics) {
    this.service = service;
    this.run = metrics.counter(NAME, HELP, "decision", "run");
    this.refused = metrics.counter(NAME, HELP, "decision", "refuse");
  }

  @Override
  public Answer apply(Request request) {
    Answer answer = service.apply(request);
    (answer instanceof Answer.Run ? run : refused).increment();
    return answer;
  }
}
