package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.Violation;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The decision about a pod or a pod template: every rule, for every group of policies that protects
 * it.
 */
public final class PodAdmission {
  private static final List<PodRule> RULES =
      List.of(
          new NodeDebugRule(),
          new HostNamespacesRule(),
          new HostUsersRule(),
          new RuntimeClassRule(),
          new RuntimeSocketVolumeRule(),
          new ImageSignatureRule(),
          new HostPathVolumeRule(),
          new PersistentVolumePathRule(),
          new CsiDriverPathRule(),
          new GitRepoVolumeRule(),
          new BlockDeviceRule(),
          new NodeSysctlRule());
  private static final List<ProtectionLimit> LIMITS =
      List.of(new WindowsPodRule(), new UnsupportedNodeRule(), new UnmappableVolumeRule());

  private PodAdmission() {}

  /** For a template, or a pod that the mutation is still to be added to. */
  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<EnforcementMode, EffectivePolicy> groups = groups(pod, policies, now);
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    groups.forEach((enforcementMode, group) -> {
      List<Violation> found = violations(pod, group);
      if (!found.isEmpty()) {
        violations.put(enforcementMode, found);
      }
    });
    EffectivePolicy enforcing = groups.get(EnforcementMode.ENFORCE);
    // only Enforce changes pods: Warn and Audit look on
    boolean changes = enforcing != null && !violations.containsKey(EnforcementMode.ENFORCE);
    return new PodVerdict(
        violations,
        changes ? MutationPlanner.plan(pod, enforcing, notices(pod, enforcing)) : PodMutation.NONE);
  }

  /**
   * For a pod that is going to be denied: its runtime class, no {@code hostUsers: false}, which
   * only pods have that were looked at and found fine, and nothing else. The floor in the API
   * server speaks before the webhook, knows less, and asks for that class: without it people would
   * read that it is missing, and not what is wrong.
   */
  public static PodMutation mutationForDenied(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return MutationPlanner.planForDenied(
        pod, Optional.ofNullable(groups(pod, policies, now).get(EnforcementMode.ENFORCE)));
  }

  /**
   * For a pod that is about to be stored: the mutation's runtime class and sockets must be there by
   * now. Its {@code hostUsers} need not be: API servers whose user namespaces are switched off drop
   * it, and then the node refuses the container (ISO-1), where people see why.
   */
  public static PodVerdict evaluateMutated(PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    EffectivePolicy enforcing = groups(pod, policies, now).get(EnforcementMode.ENFORCE);
    List<Violation> missing =
        enforcing == null
            ? List.of()
            : MissingMutationRule.check(pod, verdict.mutation(), enforcing);
    return missing.isEmpty()
        ? verdict
        : new PodVerdict(withEnforced(verdict.violations(), missing), PodMutation.NONE);
  }

  /**
   * For a pod that exists: nothing can be changed in it any more, so it has to name what was
   * checked.
   */
  public static PodVerdict evaluateExisting(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    EffectivePolicy enforcing = groups(pod, policies, now).get(EnforcementMode.ENFORCE);
    List<Violation> unpinned =
        enforcing == null
            ? List.of()
            : MissingMutationRule.unpinned(pod, verdict.mutation(), enforcing);
    return unpinned.isEmpty()
        ? verdict
        : new PodVerdict(withEnforced(verdict.violations(), unpinned), PodMutation.NONE);
  }

  /** Images that any policy that protects the pod has to know more of, of whatever mode. */
  public static Set<ImageVerificationRequest> imagesToVerify(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return groups(pod, policies, now).values().stream()
        .flatMap(group ->
            Stream.concat(
                ImageSignatureRule.imagesToVerify(pod, group),
                RuntimeSocketVolumeRule.imagesToVerify(pod, group)))
        .collect(Collectors.toSet());
  }

  private static Map<EnforcementMode, List<Violation>> withEnforced(
      Map<EnforcementMode, List<Violation>> others, List<Violation> enforced) {
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    violations.putAll(others);
    violations.put(EnforcementMode.ENFORCE, enforced);
    return violations;
  }

  private static List<Violation> violations(PodFacts pod, EffectivePolicy group) {
    Stream<? extends PodRule> rules =
        group.allowsUnmappedVolumes()
            ? RULES.stream()
            : Stream.concat(RULES.stream(), LIMITS.stream());
    return rules.flatMap(rule -> rule.check(pod, group).stream()).toList();
  }

  private static List<ProtectionLimit.Notice> notices(PodFacts pod, EffectivePolicy group) {
    return !group.allowsUnmappedVolumes() || SandboxedRuntimes.isSandboxed(pod, group)
        ? List.of()
        : LIMITS.stream().flatMap(limit -> limit.tolerated(pod).stream()).toList();
  }

  private static Map<EnforcementMode, EffectivePolicy> groups(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return EffectivePolicy.byMode(
        policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now);
  }
}
