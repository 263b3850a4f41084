// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.AuditedViolation;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that is parsed, and the policies that apply to it.
 *
 * @param policies by mode; at least one
 * @param earlierViolations violations found before the body was read
 */
record EvaluationContext(
    ApiRequest request,
    Operation operation,
    RequestTarget target,
    Map<EnforcementMode, EffectivePolicy> policies,
    ProxyContext proxy,
    List<AuditedViolation> earlierViolations) {

  /** The violations that {@code rules} find, for each mode's policies. */
  List<AuditedViolation> auditedViolations(Function<EffectivePolicy, List<Violation>> rules) {
    List<AuditedViolation> findings = new ArrayList<>();
    policies.forEach((mode, policy) -> {
      for (Violation violation : rules.apply(policy)) {
        findings.add(new AuditedViolation(mode, violation));
      }
    });
    return findings;
  }

  /**
   * The decision about the request if {@code rules} find these violations for each effective
   * policy.
   */
  Evaluation decide(Body body, Function<EffectivePolicy, List<Violation>> rules) {
    List<AuditedViolation> all = new ArrayList<>(earlierViolations);
    all.addAll(auditedViolations(rules));
    return new Evaluation.Decided(
        denial(all)
            .orElseGet(() -> new ApiDecision.Forward(operation, target.canonical(), body, all)));
  }

  /** A denial as soon as one is certain; empty otherwise. */
  static Optional<ApiDecision> denial(List<AuditedViolation> findings) {
    for (AuditedViolation auditedViolation : findings) {
      if (auditedViolation.mode() == EnforcementMode.ENFORCE) {
        return Optional.of(ApiDecision.Deny.forViolation(auditedViolation.violation(), findings));
      }
    }
    return Optional.empty();
  }

  EvaluationContext withTarget(RequestTarget changed) {
    return new EvaluationContext(request, operation, changed, policies, proxy, earlierViolations);
  }

  EvaluationContext withEarlierViolations(List<AuditedViolation> found) {
    return new EvaluationContext(request, operation, target, policies, proxy, found);
  }

  boolean isInContainer() {
    return request.caller() instanceof Caller.InContainer;
  }
}
