// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.route.MalformedTargetException;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** SOCK-4: a build that pushes its result, or its cache, needs what {@code docker push} needs. */
final class PushRule {
  private static final String TARGET = "/images/name/push";
  private static final Operation PUSH = push();

  private PushRule() {}

  /** Goes on with {@code next} if the caller may push, or the build does not. */
  static Evaluation evaluate(
      EvaluationContext context, boolean pushes, Function<EvaluationContext, Evaluation> next) {
    if (!pushes) {
      return next.apply(context);
    }
    List<AuditedViolation> found = new ArrayList<>(context.earlierViolations());
    found.addAll(context.auditedViolations(policy -> check(context, policy)));
    return EvaluationContext.denial(found)
        .<Evaluation>map(Evaluation.Decided::new)
        .orElseGet(() -> next.apply(context.withEarlierViolations(found)));
  }

  private static List<Violation> check(EvaluationContext context, EffectivePolicy policy) {
    return context.request().caller() instanceof Caller.InContainer caller
        ? CommandListRule.check(caller, PUSH, "build --push", policy)
            .map(List::of)
            .orElse(List.of())
        : List.of();
  }

  private static Operation push() {
    try {
      return Operation.of("POST", RequestTarget.parse(TARGET)).orElseThrow();
    } catch (MalformedTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
