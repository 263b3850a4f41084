package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.RuntimeTexts;
import java.util.List;

/** ISO-7: a runtime class of the pod's own choosing would lead around the protected runtime. */
final class RuntimeClassName implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    List<String> wanted = policies.runtimeClassNames();
    return pod
        .runtimeClassName()
        .filter(asked -> !wanted.contains(asked) && !policies.isolates(asked))
        .map(asked ->
            new Violation(
                RuleId.ISO_7,
                policies.policyName(),
                pod.field("runtimeClassName"),
                RuntimeTexts.foreignRuntimeClass(asked, wanted.getFirst(), policies.source())))
        .stream()
        .toList();
  }
}
