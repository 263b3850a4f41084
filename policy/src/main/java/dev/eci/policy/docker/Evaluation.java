// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.json.JsonValue;
import java.util.Set;
import java.util.function.Function;

/**
 * The progress of a decision. The proxy supplies what the evaluation needs, until it is {@link
 * Decided}; each evaluation is used once.
 *
 * <pre>{@code
 * Evaluation evaluation = DockerApiAuthorizer.evaluate(request, context, policies, now);
 * while (!(evaluation instanceof Evaluation.Decided)) {
 *   evaluation = switch (evaluation) {
 *     case Evaluation.NeedsBody body -> body.resume(read(body.atMost()));
 *     case Evaluation.NeedsLookups needed -> needed.resume(lookUp(needed.lookups()));
 *     case Evaluation.Decided decided -> decided;
 *   };
 * }
 * }</pre>
 */
public sealed interface Evaluation {
  /** The decision is made. */
  record Decided(ApiDecision decision) implements Evaluation {}

  /** How a body is read. */
  enum BodyFormat {
    JSON,
    /** The text of a form, passed as {@link JsonValue.Str}. */
    FORM
  }

  /**
   * The whole body. The proxy responds 413 to a longer one, and 400 to one that is not of the
   * format or ambiguous; a missing body is passed as {@link JsonValue.Null}.
   *
   * @param atMost bytes
   */
  record NeedsBody(int atMost, BodyFormat format, Function<JsonValue, Evaluation> then)
      implements Evaluation {
    /** For JSON. */
    public NeedsBody(int atMost, Function<JsonValue, Evaluation> then) {
      this(atMost, BodyFormat.JSON, then);
    }

    public Evaluation resume(JsonValue body) {
      return then.apply(body);
    }
  }

  /** Results of lookups in the engine and on the node, all at once. */
  record NeedsLookups(Set<Lookup> lookups, Function<LookupResults, Evaluation> then)
      implements Evaluation {
    public NeedsLookups {
      lookups = Set.copyOf(lookups);
    }

    public Evaluation resume(LookupResults lookupResults) {
      return then.apply(lookupResults);
    }
  }
}
