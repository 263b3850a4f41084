// SPDX-License-Identifier: Apache-2.0
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
 * One pod or pod template, with the policies that protect it: applies every rule for each mode's
 * effective policy. A review needs several results, so the effective policies are built once.
 */
public final class PodEvaluation {
  private static final List<PodRule> RULES =
      List.of(
          new NodeDebugRule(),
          new HostNamespacesRule(),
          new HostUsersRule(),
          new NamedIdsRule(),
          new RuntimeClassRule(),
          new RuntimeSocketVolumeRule(),
          new ImageSignatureRule(),
          new HostPathVolumeRule(),
          new PersistentVolumePathRule(),
          new CsiDriverPathRule(),
          new GitRepoVolumeRule(),
          new VolumeTypeRule(),
          new BlockDeviceRule(),
          new NodeSysctlRule());
  private static final PodRule UNPROTECTED = new UnprotectedPodRule();
  private static final ProtectionLimit CHOSEN_NODE = new UnsupportedNodeRule();
  private static final List<ProtectionLimit> LIMITS =
      List.of(new WindowsPodRule(), CHOSEN_NODE, new UnmappableVolumeRule());

  private final PodFacts pod;
  private final Map<EnforcementMode, EffectivePolicy> effective;
  private final Map<EnforcementMode, List<Violation>> ofExemptPod;

  private PodEvaluation(
      PodFacts pod,
      Map<EnforcementMode, EffectivePolicy> effective,
      Map<EnforcementMode, List<Violation>> ofExemptPod) {
    this.pod = pod;
    this.effective = effective;
    this.ofExemptPod = ofExemptPod;
  }

  public static PodEvaluation of(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<EnforcementMode, EffectivePolicy> effective =
        EffectivePolicy.byMode(
            policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now);
    return new PodEvaluation(
        pod, effective, ExemptPodRule.check(pod, policies, effective.keySet(), now));
  }

  PodFacts pod() {
    return pod;
  }

  /** For a template, or for a pod before its mutation. */
  public PodVerdict decide() {
    return decide(true);
  }

  private PodVerdict decide(boolean isNew) {
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    violations.putAll(ofExemptPod);
    effective.forEach((mode, policy) -> {
      List<Violation> found = violations(policy, isNew);
      if (!found.isEmpty()) {
        violations.put(mode, found);
      }
    });
    // Warn and Audit only report: a pod is changed by Enforce policies alone
    PodMutation mutation =
        violations.containsKey(EnforcementMode.ENFORCE)
            ? PodMutation.NONE
            : enforcing()
                .map(policy -> MutationPlanner.plan(pod, policy, notices(policy)))
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
            .map(policy -> MissingMutationRule.check(pod, verdict.mutation(), policy))
            .orElse(List.of()));
  }

  /**
   * For a stored pod: it cannot be mutated any more, so its images must name verified digests. An
   * update is compared with what is found here, so nothing may hide another violation.
   */
  public PodVerdict evaluateExisting() {
    // its node may be the scheduler's choice
    PodVerdict verdict = decide(false);
    return withEnforced(
        verdict,
        enforcing()
            .map(policy ->
                Stream.of(
                        MissingMutationRule.unpinned(
                            pod, MutationPlanner.pins(pod, policy), policy),
                        NamedIdsRule.checkEphemeral(pod, policy),
                        UnprotectedPodRule.isUnprotected(pod, policy)
                            ? UNPROTECTED.check(pod, policy)
                            : List.<Violation>of())
                    .flatMap(List::stream)
                    .toList())
            .orElse(List.of()));
  }

  /** Whether a stored pod runs without the protected runtime. */
  boolean isUnprotected() {
    return !ofExemptPod.isEmpty()
        || enforcing().filter(policy -> UnprotectedPodRule.isUnprotected(pod, policy)).isPresent();
  }

  /** Images whose verification a policy of any mode needs. */
  public Set<ImageVerificationRequest> imagesToVerify() {
    return effective.values().stream()
        .flatMap(policy ->
            Stream.concat(
                ImageSignatureRule.imagesToVerify(pod, policy),
                RuntimeSocketVolumeRule.imagesToVerify(pod, policy)))
        .collect(Collectors.toSet());
  }

  private static PodVerdict withEnforced(PodVerdict verdict, List<Violation> enforced) {
    if (enforced.isEmpty()) {
      return verdict;
    }
    Map<EnforcementMode, List<Violation>> violations = new EnumMap<>(EnforcementMode.class);
    violations.putAll(verdict.violations());
    violations.merge(
        EnforcementMode.ENFORCE,
        enforced,
        (found, further) -> Stream.concat(found.stream(), further.stream()).toList());
    return new PodVerdict(violations, PodMutation.NONE);
  }

  private Optional<EffectivePolicy> enforcing() {
    return Optional.ofNullable(effective.get(EnforcementMode.ENFORCE));
  }

  private List<Violation> violations(EffectivePolicy policy, boolean isNew) {
    Stream<? extends PodRule> rules = Stream.concat(RULES.stream(), limits(policy, isNew).stream());
    return Stream.concat(
            rules.flatMap(rule -> rule.check(pod, policy).stream()),
            notices(policy).stream().anyMatch(n -> n.effect() == ProtectionLimit.Effect.UNPROTECTED)
                ? UNPROTECTED.check(pod, policy).stream()
                : Stream.<Violation>empty())
        .toList();
  }

  /** Preferred tolerates what a cluster cannot do, not an author who bypasses the scheduler. */
  private List<? extends PodRule> limits(EffectivePolicy policy, boolean isNew) {
    if (!policy.allowsUnmappedVolumes()) {
      return LIMITS;
    }
    return isNew && !pod.placement().isWindows() ? List.of(CHOSEN_NODE) : List.of();
  }

  private List<ProtectionLimit.Notice> notices(EffectivePolicy policy) {
    return !policy.allowsUnmappedVolumes() || SandboxedRuntimes.isSandboxed(pod, policy)
        ? List.of()
        : LIMITS.stream().flatMap(limit -> limit.tolerated(pod).stream()).toList();
  }
}
