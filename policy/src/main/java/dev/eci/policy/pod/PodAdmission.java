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

  /** For a template, or a pod that the mutation is still to be added to. */
  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<Mode, PolicyGroup> groups = groups(pod, policies, now);
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

  /**
   * For a pod that is about to be stored: the mutation's runtime class must be there by now. Its
   * {@code hostUsers} need not be: API servers whose user namespaces are switched off drop it, and
   * then the node refuses the container (ISO-1), where people see why.
   */
  public static PodVerdict decideLast(PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    if (verdict.mutation().runtimeClassName().isEmpty()) {
      return verdict;
    }
    PolicyGroup enforcing = groups(pod, policies, now).get(Mode.ENFORCE);
    Map<Mode, List<Violation>> violations = new EnumMap<>(Mode.class);
    violations.putAll(verdict.violations());
    violations.put(Mode.ENFORCE, List.of(RuntimeClassName.missing(pod, enforcing)));
    return new PodVerdict(violations, PodMutation.NONE);
  }

  private static Map<Mode, PolicyGroup> groups(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return PolicyGroup.byMode(
        policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now);
  }
}
