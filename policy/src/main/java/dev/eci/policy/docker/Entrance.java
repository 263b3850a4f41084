package dev.eci.policy.docker;

import dev.eci.policy.EngineSocketRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.ApiDecision.Finding;
import dev.eci.policy.docker.Caller.InContainer;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.text.CommandTexts;
import java.util.List;
import java.util.Optional;

/** What is decided by a request's head alone: whether the caller may ask for this at all. */
final class Entrance {
  private Entrance() {}

  static Step check(Case it) {
    List<Finding> found = it.findings(group -> check(it, group));
    return Case.refusal(found)
        .<Step>map(Step.Decided::new)
        .orElseGet(() -> Judges.begin(it.after(found)));
  }

  private static List<Violation> check(Case it, PolicyGroup group) {
    if (it.operation().equals(Operation.UNKNOWN)) {
      return List.of(
          new Violation(
              RuleId.SOCK_5,
              group.policyName(),
              "",
              CommandTexts.unknownOperation(it.request().method(), it.request().target())));
    }
    if (!(it.request().caller() instanceof InContainer caller)) {
      return List.of();
    }
    // the list may have changed since the container was created, and what is not on it is out
    Optional<Violation> image = EngineSocketRule.docker(caller.image(), "", group);
    if (image.isPresent()) {
      return List.of(image.get());
    }
    return CommandListRule.check(caller, it.operation(), it.request().target(), group)
        .map(List::of)
        .orElse(List.of());
  }
}
