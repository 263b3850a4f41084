// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.Caller.InContainer;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.message.CommandMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.rule.RuntimeSocketRule;
import java.util.List;
import java.util.Optional;

/** The decision from a request's head alone: whether the caller may send this request at all. */
final class HeadEvaluation {
  private HeadEvaluation() {}

  static Evaluation check(EvaluationContext context) {
    List<AuditedViolation> found = context.auditedViolations(policy -> check(context, policy));
    return EvaluationContext.denial(found)
        .<Evaluation>map(Evaluation.Decided::new)
        .orElseGet(() -> OperationEvaluators.evaluate(context.withEarlierViolations(found)));
  }

  private static List<Violation> check(EvaluationContext context, EffectivePolicy policy) {
    if (context.operation().equals(Operation.UNKNOWN)) {
      return List.of(
          new Violation(
              RuleId.SOCK_5,
              policy.policyName(),
              "",
              CommandMessages.unknownOperation(
                  context.request().method(), context.request().target())));
    }
    Optional<Violation> load =
        ImageLoadRule.check(context.operation(), context.request().target(), policy);
    if (load.isPresent()) {
      return List.of(load.get());
    }
    if (!(context.request().caller() instanceof InContainer caller)) {
      return List.of();
    }
    Optional<Violation> swarm = SwarmRules.checkPod(context, policy);
    if (swarm.isPresent()) {
      return List.of(swarm.get());
    }
    // the list may have changed since the container was created, and an image that left it loses
    // access
    Optional<Violation> image = RuntimeSocketRule.docker(caller.image(), "", policy);
    if (image.isPresent()) {
      return List.of(image.get());
    }
    return CommandListRule.check(caller, context.operation(), context.request().target(), policy)
        .map(List::of)
        .orElse(List.of());
  }
}
