// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.ApiDecision.Deny;
import dev.eci.policy.docker.ApiDecision.Forward;
import dev.eci.policy.docker.route.BodyHandling;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import dev.eci.policy.message.ApiRequestMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides one Docker API request. Never throws for what a caller sent. */
public final class DockerApiAuthorizer {

  private DockerApiAuthorizer() {}

  /**
   * Starts the evaluation.
   *
   * @param policies all that are in force
   */
  public static Evaluation evaluate(
      ApiRequest request, ProxyContext proxyContext, Collection<Policy> policies, Instant now) {
    RequestTarget target;
    try {
      target = RequestTarget.parse(request.target());
    } catch (MalformedTargetException e) {
      return deny(400, ApiRequestMessages.malformed(String.valueOf(e.getMessage())));
    }
    if (FormEvaluation.isForm(request.contentType())) {
      return FormEvaluation.evaluate(
          request, target, merged -> evaluate(merged, proxyContext, policies, now));
    }
    if (proxyContext.engine().isOnKubernetesNode()) {
      if (request.caller() instanceof Caller.Unknown unknown && unknown.isEngineAway()) {
        return deny(503, ApiRequestMessages.engineAway());
      }
      Optional<String> denial = KubernetesNodeRules.denialMessage(request.caller());
      if (denial.isPresent()) {
        return deny(403, denial.get());
      }
    }
    Operation operation = Operation.of(request.method(), target).orElse(Operation.UNKNOWN);
    Map<EnforcementMode, EffectivePolicy> about =
        CallerPolicies.of(request.caller(), policies, now);
    if (about.isEmpty()) {
      return new Evaluation.Decided(
          new Forward(operation, target.canonical(), uninspectedBody(operation), List.of()));
    }
    if (request.caller() instanceof Caller.Unknown unknown) {
      return unknown.isEngineAway()
          ? deny(503, ApiRequestMessages.engineAway())
          : deny(403, ApiRequestMessages.callerUnidentified(unknown.reason()));
    }
    return HeadEvaluation.check(
        new EvaluationContext(request, operation, target, about, proxyContext, List.of()));
  }

  static Body uninspectedBody(Operation operation) {
    return operation.body() == BodyHandling.NONE ? new Body.NoBody() : new Body.OriginalBody();
  }

  static Evaluation deny(int status, String message) {
    return new Evaluation.Decided(Deny.of(status, message));
  }
}
