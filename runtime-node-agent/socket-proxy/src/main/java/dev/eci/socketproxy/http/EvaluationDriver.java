// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.Evaluation;
import java.util.concurrent.Executor;

/** Takes an evaluation to its decision: performs the lookups that it needs on the way. */
public final class EvaluationDriver {
  private final LookupService lookups;
  private final Executor executor;
  private final Listener listener;

  /** Receives what an evaluation comes to. */
  public interface Listener {
    void decided(ApiDecision decision);

    /** The evaluation continues when {@code needed.resume(body)} is passed to {@link #advance}. */
    void bodyNeeded(Evaluation.NeedsBody needed);

    void lookupsFailed(Throwable cause);
  }

  /**
   * For one request.
   *
   * @param executor continues the evaluation after lookups, which complete on any thread; drops
   *     tasks of requests that have ended meanwhile
   */
  public EvaluationDriver(LookupService lookups, Executor executor, Listener listener) {
    this.lookups = lookups;
    this.executor = executor;
    this.listener = listener;
  }

  /** Calls the listener once, at once or after lookups. */
  public void advance(Evaluation evaluation) {
    switch (evaluation) {
      case Evaluation.Decided decided -> listener.decided(decided.decision());
      case Evaluation.NeedsBody needed -> listener.bodyNeeded(needed);
      case Evaluation.NeedsLookups needed ->
          lookups
              .find(needed.lookups())
              .whenComplete((results, failure) ->
                  executor.execute(() -> {
                    if (failure != null) {
                      listener.lookupsFailed(failure);
                    } else {
                      advance(needed.resume(results));
                    }
                  }));
    }
  }
}
