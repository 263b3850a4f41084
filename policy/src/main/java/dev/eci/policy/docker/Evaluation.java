package dev.eci.policy.docker;

import dev.eci.policy.docker.json.JsonValue;
import java.util.Set;
import java.util.function.Function;

/**
 * How far a decision has come. The proxy does what is asked for and hands it in, until the step is
 * {@link Decided}; each step is used once.
 *
 * <pre>{@code
 * Step step = DockerApi.begin(request, setup, policies, now);
 * while (!(step instanceof Step.Decided)) {
 *   step = switch (step) {
 *     case Step.NeedsBody body -> body.with(read(body.atMost()));
 *     case Step.NeedsFacts facts -> facts.with(ask(facts.questions()));
 *     case Step.Decided decided -> decided;
 *   };
 * }
 * }</pre>
 */
public sealed interface Evaluation {
  /** Nothing more is needed. */
  record Decided(ApiDecision decision) implements Evaluation {}

  /**
   * The whole body, as JSON. What is longer gets 413 from the proxy, what is no JSON or ambiguous
   * 400; no body at all is handed in as {@link JsonValue.Null}.
   *
   * @param atMost bytes
   */
  record NeedsBody(int atMost, Function<JsonValue, Evaluation> then) implements Evaluation {
    public Evaluation resume(JsonValue body) {
      return then.apply(body);
    }
  }

  /** Answers from the engine and the node, all of them at once. */
  record NeedsFacts(Set<Lookup> lookups, Function<LookupResults, Evaluation> then)
      implements Evaluation {
    public NeedsFacts {
      lookups = Set.copyOf(lookups);
    }

    public Evaluation resume(LookupResults lookupResults) {
      return then.apply(lookupResults);
    }
  }
}
