package dev.eci.policy.docker;

import dev.eci.policy.Mode;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.ApiDecision.Finding;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.docker.route.RequestTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that is understood, and who has a say about it.
 *
 * @param policies by mode; at least one
 * @param before what was found before the body was looked at
 */
record Case(
    ApiRequest request,
    Operation operation,
    RequestTarget target,
    Map<Mode, PolicyGroup> policies,
    Setup setup,
    List<Finding> before) {

  /** What {@code rules} find, by each mode's policies. */
  List<Finding> findings(Function<PolicyGroup, List<Violation>> rules) {
    List<Finding> findings = new ArrayList<>();
    policies.forEach((mode, group) -> {
      for (Violation violation : rules.apply(group)) {
        findings.add(new Finding(mode, violation));
      }
    });
    return findings;
  }

  /** What becomes of the request when each group's policies find what {@code rules} say. */
  Step decide(Body body, Function<PolicyGroup, List<Violation>> rules) {
    List<Finding> all = new ArrayList<>(before);
    all.addAll(findings(rules));
    return new Step.Decided(
        refusal(all)
            .orElseGet(() -> new ApiDecision.Forward(operation, target.canonical(), body, all)));
  }

  /** As far as it is decided: refused, or nothing yet. */
  static Optional<ApiDecision> refusal(List<Finding> findings) {
    for (Finding finding : findings) {
      if (finding.mode() == Mode.ENFORCE) {
        return Optional.of(ApiDecision.Deny.broken(finding.violation(), findings));
      }
    }
    return Optional.empty();
  }

  Case after(List<Finding> found) {
    return new Case(request, operation, target, policies, setup, found);
  }

  boolean inContainer() {
    return request.caller() instanceof Caller.InContainer;
  }
}
