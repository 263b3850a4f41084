package dev.eci.policy.pod;

import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The decision about a pod or a pod template: every rule, for every group of policies that protects
 * it.
 */
public final class PodAdmission {
  private static final List<PodRule> RULES =
      List.of(
          new HostNamespaces(),
          new HostUsers(),
          new RuntimeClassName(),
          new EngineSockets(),
          new NodePaths());

  private PodAdmission() {}

  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<Mode, PolicyGroup> groups =
        PolicyGroup.byMode(policies.stream().filter(p -> p.protects(pod.subject(), now)).toList());
    Map<Mode, List<Violation>> violations = new EnumMap<>(Mode.class);
    groups.forEach((mode, group) -> {
      List<Violation> found =
          RULES.stream().flatMap(rule -> rule.check(pod, group).stream()).toList();
      if (!found.isEmpty()) {
        violations.put(mode, found);
      }
    });
    boolean denied = violations.containsKey(Mode.ENFORCE);
    return new PodVerdict(violations, denied ? PodMutation.NONE : PodMutation.of(pod, groups));
  }
}
