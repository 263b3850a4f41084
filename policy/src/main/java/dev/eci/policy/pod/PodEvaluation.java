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
 * One pod or pod template, with the policies that protect it: every rule, for every group of
 * policies. A review needs several results; the groups are built once for all of them.
 */
public final class PodEvaluation {
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

  private final PodFacts pod;
  private final Map<EnforcementMode, EffectivePolicy> groups;

  private PodEvaluation(PodFacts pod, Map<EnforcementMode, EffectivePolicy> groups) {
    this.pod = pod;
    this.groups = groups;
  }

  public static PodEvaluation of(PodFacts pod, Collection<Policy> policies, Instant now) {
    return new PodEvaluation(
        pod,
        EffectivePolicy.byMode(
            policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now));
  }

  /** For a template, or for a pod before its mutation. */
  public PodVerdict decide() {
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    groups.forEach((enforcementMode, group) -> {
      List<Violation> found = violations(group);
      if (!found.isEmpty()) {
        violations.put(enforcementMode, found);
      }
    });
    // Warn and Audit only report: a pod is changed by Enforce policies alone
    PodMutation mutation =
        violations.containsKey(EnforcementMode.ENFORCE)
            ? PodMutation.NONE
            : enforcing()
                .map(group -> MutationPlanner.plan(pod, group, notices(group)))
                .orElse(PodMutation.NONE);
    return new PodVerdict(violations, mutation);
  }

  /**
   * For a pod that will be denied. It gets the runtime class, because the fallback admission policy
   * runs in the API server before the webhook and requires that class: its message would replace
   * the webhook's, which names the actual violation. It loses {@code hostUsers: false}, which marks
   * pods that passed the evaluation. Nothing else changes.
   */
  public PodMutation mutationForDenied() {
    return MutationPlanner.planForDenied(pod, enforcing());
  }

  /**
   * For a pod after its mutation: it must have the runtime class and the sockets that the mutation
   * sets. {@code hostUsers} may be missing: an API server whose user namespaces are disabled drops
   * the field, and then the node denies the container (ISO-1) with a message that says so.
   */
  public PodVerdict evaluateMutated() {
    PodVerdict verdict = decide();
    return withEnforced(
        verdict,
        enforcing()
            .map(group -> MissingMutationRule.check(pod, verdict.mutation(), group))
            .orElse(List.of()));
  }

  /** For a stored pod: it cannot be mutated any more, so its images must name verified digests. */
  public PodVerdict evaluateExisting() {
    PodVerdict verdict = decide();
    return withEnforced(
        verdict,
        enforcing()
            .map(group -> MissingMutationRule.unpinned(pod, verdict.mutation(), group))
            .orElse(List.of()));
  }

  /** Images whose verification a policy of any mode needs. */
  public Set<ImageVerificationRequest> imagesToVerify() {
    return groups.values().stream()
        .flatMap(group ->
            Stream.concat(
                ImageSignatureRule.imagesToVerify(pod, group),
                RuntimeSocketVolumeRule.imagesToVerify(pod, group)))
        .collect(Collectors.toSet());
  }

  private static PodVerdict withEnforced(PodVerdict verdict, List<Violation> enforced) {
    if (enforced.isEmpty()) {
      return verdict;
    }
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    violations.putAll(verdict.violations());
    violations.put(EnforcementMode.ENFORCE, enforced);
    return new PodVerdict(violations, PodMutation.NONE);
  }

  private Optional<EffectivePolicy> enforcing() {
    return Optional.ofNullable(groups.get(EnforcementMode.ENFORCE));
  }

  private List<Violation> violations(EffectivePolicy group) {
    Stream<? extends PodRule> rules =
        group.allowsUnmappedVolumes()
            ? RULES.stream()
            : Stream.concat(RULES.stream(), LIMITS.stream());
    return rules.flatMap(rule -> rule.check(pod, group).stream()).toList();
  }

  private List<ProtectionLimit.Notice> notices(EffectivePolicy group) {
    return !group.allowsUnmappedVolumes() || SandboxedRuntimes.isSandboxed(pod, group)
        ? List.of()
        : LIMITS.stream().flatMap(limit -> limit.tolerated(pod).stream()).toList();
  }
}
