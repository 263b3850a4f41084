package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;

/** Begins the decision about one call. */
interface CallAuthorizer {
  /** For {@code path}, such as {@code /moby.buildkit.v1.Control/Solve}. */
  StartedEvaluation evaluate(String path);

  /**
   * A decision under way.
   *
   * @param request for the record
   */
  record StartedEvaluation(ApiRequest request, Evaluation evaluation) {}
}
