package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;

/** Keeps what was refused, and what would have been. */
public interface DecisionRecorder {
  void denied(ApiRequest request, ApiDecision.Deny decision);

  /** Called only if there were findings. */
  void warned(ApiRequest request, ApiDecision.Forward decision);

  /** It was no request that could be judged. */
  void malformed(String why);

  /** The engine could not be reached or went away before it answered. */
  void engineUnavailable(String why);
}
