// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kubernetes;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.message.Messages;
import dev.eci.socketproxy.http.RequestAuthorizer;
import dev.eci.support.policy.PolicyView;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Denies what cannot be evaluated on a node: while the policies are not known, while a policy that
 * might apply is invalid, and while there is no engine to forward requests to.
 *
 * @param unavailableReason one sentence on why no engine responds; empty if one does
 */
record NodeReadinessGuard(
    PolicyView cluster, Supplier<String> unavailableReason, RequestAuthorizer next)
    implements RequestAuthorizer {

  @Override
  public Evaluation evaluate(ApiRequest request) {
    if (!cluster.isReady()) {
      return deny("the node agent has not read the policies from the API server yet; try again.");
    }
    Optional<Invalid> invalid = invalidFor(request.caller(), cluster.policies());
    if (invalid.isPresent()) {
      return deny(
          "EciPolicy \"%s\" cannot be read (%s); requests it might apply to are denied until the policy is fixed."
              .formatted(invalid.get().name(), invalid.get().errors().getFirst()));
    }
    String reason = unavailableReason.get();
    return reason.isEmpty() ? next.evaluate(request) : deny(reason);
  }

  private static Optional<Invalid> invalidFor(Caller caller, PolicySnapshot policies) {
    return caller instanceof Caller.InContainer in && in.pod().isPresent()
        ? policies.invalidFor(in.pod().get().namespaceLabels())
        : policies.invalid().stream().findFirst();
  }

  private static Evaluation deny(String reason) {
    return new Evaluation.Decided(
        new ApiDecision.Deny(503, Messages.PREFIX + reason, Optional.empty(), List.of()));
  }
}
