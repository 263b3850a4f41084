package dev.eci.agent.proxy.grpc;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Step;

/** Begins the decision about one call. */
interface CallJudge {
  /** For {@code path}, such as {@code /moby.buildkit.v1.Control/Solve}. */
  Begun begin(String path);

  /**
   * A decision under way.
   *
   * @param request for the record
   */
  record Begun(ApiRequest request, Step step) {}
}
