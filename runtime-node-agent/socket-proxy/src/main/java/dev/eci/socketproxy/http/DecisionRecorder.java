// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;

/** Records denials, and violations that were allowed. */
public interface DecisionRecorder {
  void denied(ApiRequest request, ApiDecision.Deny decision);

  /** Called only if there are violations. */
  void warned(ApiRequest request, ApiDecision.Forward decision);

  /** A request could not be read, so it was not evaluated. */
  void malformed(String why);

  /** The engine could not be reached, or closed the connection before it responded. */
  void engineUnavailable(String why);
}
