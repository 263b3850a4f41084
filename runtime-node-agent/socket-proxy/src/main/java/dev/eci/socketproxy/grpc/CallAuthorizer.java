// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.grpc;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Evaluation;

/** Starts the evaluation of a call. */
interface CallAuthorizer {
  /** For {@code path}, such as {@code /moby.buildkit.v1.Control/Solve}. */
  StartedEvaluation evaluate(String path);

  /**
   * An evaluation under way.
   *
   * @param request to be recorded with its decision
   */
  record StartedEvaluation(ApiRequest request, Evaluation evaluation) {}
}
