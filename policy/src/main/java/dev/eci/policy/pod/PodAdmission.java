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
 * The decision about a pod or a pod template: every rule, for every effective policy of the pod.
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

  /** For a template, or a pod before mutation. */
  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<EnforcementMode, EffectivePolicy> effective = effectivePolicies(pod, policies, now);
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    effective.forEach((mode, policy) -> {
      List<Violation> found = violations(pod, policy);
      if (!found.isEmpty()) {
        violations.put(mode, found);
      }
    });
    EffectivePolicy enforcing = effective.get(EnforcementMode.ENFORCE);
    // only Enforce changes pods: Warn and Audit only report
    PodMutation mutation =
        enforcing == null || violations.containsKey(EnforcementMode.ENFORCE)
            ? PodMutation.NONE
            : MutationPlanner.plan(pod, enforcing, notices(pod, enforcing));
    return new PodVerdict(violations, mutation);
  }

  /**
   * For a pod that is going to be denied: its runtime class and nothing else. It gets no {@code
   * hostUsers: false}, which marks pods that were evaluated and admitted. The fallback admission
   * policy runs in the API server before the webhook, has less information, and requires that
   * class: without the class, users would read that it is missing instead of the real violation.
   */
  public static PodMutation mutationForDenied(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return MutationPlanner.planForDenied(
        pod, Optional.ofNullable(effectivePolicies(pod, policies, now).get(EnforcementMode.ENFORCE)));
  }

  /**
   * For a pod after mutation: the mutation's runtime class and sockets must be present. Its {@code
   * hostUsers} need not be: API servers with user namespaces disabled drop it, and then the node
   * denies the container (ISO-1), with the reason in an event.
   */
  public static PodVerdict evaluateMutated(PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    EffectivePolicy enforcing = effectivePolicies(pod, policies, now).get(EnforcementMode.ENFORCE);
    List<Violation> missing =
        enforcing == null
            ? List.of()
            : MissingMutationRule.check(pod, verdict.mutation(), enforcing);
    return missing.isEmpty()
        ? verdict
        : new PodVerdict(withEnforced(verdict.violations(), missing), PodMutation.NONE);
  }

  /**
   * For an existing pod: it is not mutated any more, so it must name the digests that were
   * verified.
   */
  public static PodVerdict evaluateExisting(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    EffectivePolicy enforcing = effectivePolicies(pod, policies, now).get(EnforcementMode.ENFORCE);
    List<Violation> unpinned =
        enforcing == null
            ? List.of()
            : MissingMutationRule.unpinned(pod, verdict.mutation(), enforcing);
    return unpinned.isEmpty()
        ? verdict
        : new PodVerdict(withEnforced(verdict.violations(), unpinned), PodMutation.NONE);
  }

  /** The images to verify for any policy that protects the pod, in any mode. */
  public static Set<ImageVerificationRequest> imagesToVerify(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return effectivePolicies(pod, policies, now).values().stream()
        .flatMap(policy ->
            Stream.concat(
                ImageSignatureRule.imagesToVerify(pod, policy),
                RuntimeSocketVolumeRule.imagesToVerify(pod, policy)))
        .collect(Collectors.toSet());
  }

  private static Map<EnforcementMode, List<Violation>> withEnforced(
      Map<EnforcementMode, List<Violation>> others, List<Violation> enforced) {
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    violations.putAll(others);
    violations.put(EnforcementMode.ENFORCE, enforced);
    return violations;
  }

  private static List<Violation> violations(PodFacts pod, EffectivePolicy policy) {
    Stream<? extends PodRule> rules =
        policy.allowsUnmappedVolumes()
            ? RULES.stream()
            : Stream.concat(RULES.stream(), LIMITS.stream());
    return rules.flatMap(rule -> rule.check(pod, policy).stream()).toList();
  }

  private static List<ProtectionLimit.Notice> notices(PodFacts pod, EffectivePolicy policy) {
    return !policy.allowsUnmappedVolumes() || SandboxedRuntimes.isSandboxed(pod, policy)
        ? List.of()
        : LIMITS.stream().flatMap(limit -> limit.tolerated(pod).stream()).toList();
  }

  private static Map<EnforcementMode, EffectivePolicy> effectivePolicies(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return EffectivePolicy.byMode(
        policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now);
  }
}
