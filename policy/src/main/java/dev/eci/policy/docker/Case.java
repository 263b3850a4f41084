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
import java.util.function.Function;

/**
 * A request that is understood, and who has a say about it.
 *
 * @param policies by mode; at least one
 */
record Case(
    ApiRequest request,
    Operation operation,
    RequestTarget target,
    Map<Mode, PolicyGroup> policies,
    Setup setup) {

  /** What becomes of the request when each group's policies find what {@code rules} say. */
  Step decide(Body body, Function<PolicyGroup, List<Violation>> rules) {
    return decide(target, body, rules);
  }

  /** The same, where the target is changed before it is sent on. */
  Step decide(RequestTarget sent, Body body, Function<PolicyGroup, List<Violation>> rules) {
    List<Finding> findings = new ArrayList<>();
    for (Mode mode : Mode.values()) {
      PolicyGroup group = policies.get(mode);
      if (group != null) {
        rules.apply(group).forEach(violation -> findings.add(new Finding(mode, violation)));
      }
    }
    return new Step.Decided(
        findings.stream()
            .filter(finding -> finding.mode() == Mode.ENFORCE)
            .findFirst()
            .<ApiDecision>map(first -> ApiDecision.Deny.broken(first.violation(), findings))
            .orElseGet(() -> new ApiDecision.Forward(operation, sent.canonical(), body, findings)));
  }

  boolean inContainer() {
    return request.caller() instanceof Caller.InContainer;
  }
}
