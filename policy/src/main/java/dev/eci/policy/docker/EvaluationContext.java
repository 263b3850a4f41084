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
 * A request that is understood, and who has a say about it.
 *
 * @param policies by mode; at least one
 * @param earlierViolations what was found before the body was looked at
 */
record EvaluationContext(
    ApiRequest request,
    Operation operation,
    RequestTarget target,
    Map<EnforcementMode, EffectivePolicy> policies,
    ProxyContext setup,
    List<AuditedViolation> earlierViolations) {

  /** What {@code rules} find, by each mode's policies. */
  List<AuditedViolation> findings(Function<EffectivePolicy, List<Violation>> rules) {
    List<AuditedViolation> findings = new ArrayList<>();
    policies.forEach((enforcementMode, group) -> {
      for (Violation violation : rules.apply(group)) {
        findings.add(new AuditedViolation(enforcementMode, violation));
      }
    });
    return findings;
  }

  /** What becomes of the request when each group's policies find what {@code rules} say. */
  Evaluation decide(Body body, Function<EffectivePolicy, List<Violation>> rules) {
    List<AuditedViolation> all = new ArrayList<>(earlierViolations);
    all.addAll(findings(rules));
    return new Evaluation.Decided(
        refusal(all)
            .orElseGet(() -> new ApiDecision.Forward(operation, target.canonical(), body, all)));
  }

  /** As far as it is decided: refused, or nothing yet. */
  static Optional<ApiDecision> refusal(List<AuditedViolation> findings) {
    for (AuditedViolation auditedViolation : findings) {
      if (auditedViolation.mode() == EnforcementMode.ENFORCE) {
        return Optional.of(ApiDecision.Deny.broken(auditedViolation.violation(), findings));
      }
    }
    return Optional.empty();
  }

  EvaluationContext withEarlierViolations(List<AuditedViolation> found) {
    return new EvaluationContext(request, operation, target, policies, setup, found);
  }

  boolean isInContainer() {
    return request.caller() instanceof Caller.InContainer;
  }
}
