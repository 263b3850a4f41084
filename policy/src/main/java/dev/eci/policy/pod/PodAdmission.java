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
          new NodeConsole(),
          new HostNamespaces(),
          new HostUsers(),
          new RuntimeClassName(),
          new EngineSockets(),
          new SignedImages(),
          new NodePaths(),
          new PersistentPaths(),
          new DriverPaths(),
          new GitVolumes(),
          new RawDevices(),
          new NodeSysctls());
  private static final List<PodLimit> LIMITS =
      List.of(new WindowsPods(), new UnsupportedNode(), new UnshiftableVolumes());

  private PodAdmission() {}

  /** For a template, or a pod that the mutation is still to be added to. */
  public static PodVerdict decide(PodFacts pod, Collection<Policy> policies, Instant now) {
    Map<Mode, PolicyGroup> groups = groups(pod, policies, now);
    Map<Mode, List<Violation>> violations = new EnumMap<>(Mode.class);
    groups.forEach((mode, group) -> {
      List<Violation> found = violations(pod, group);
      if (!found.isEmpty()) {
        violations.put(mode, found);
      }
    });
    PolicyGroup enforcing = groups.get(Mode.ENFORCE);
    // only Enforce changes pods: Warn and Audit look on
    boolean changes = enforcing != null && !violations.containsKey(Mode.ENFORCE);
    return new PodVerdict(
        violations,
        changes ? PodChanges.of(pod, enforcing, notices(pod, enforcing)) : PodMutation.NONE);
  }

  /**
   * For a pod that is going to be denied: its runtime class, no {@code hostUsers: false}, which
   * only pods have that were looked at and found fine, and nothing else. The floor in the API
   * server speaks before the webhook, knows less, and asks for that class: without it people would
   * read that it is missing, and not what is wrong.
   */
  public static PodMutation ofDenied(PodFacts pod, Collection<Policy> policies, Instant now) {
    return PodChanges.ofDenied(
        pod, Optional.ofNullable(groups(pod, policies, now).get(Mode.ENFORCE)));
  }

  /**
   * For a pod that is about to be stored: the mutation's runtime class and sockets must be there by
   * now. Its {@code hostUsers} need not be: API servers whose user namespaces are switched off drop
   * it, and then the node refuses the container (ISO-1), where people see why.
   */
  public static PodVerdict decideLast(PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    PolicyGroup enforcing = groups(pod, policies, now).get(Mode.ENFORCE);
    List<Violation> missing =
        enforcing == null ? List.of() : Unfinished.in(pod, verdict.mutation(), enforcing);
    return missing.isEmpty()
        ? verdict
        : new PodVerdict(with(verdict.violations(), missing), PodMutation.NONE);
  }

  /**
   * For a pod that exists: nothing can be changed in it any more, so it has to name what was
   * checked.
   */
  public static PodVerdict decideExisting(PodFacts pod, Collection<Policy> policies, Instant now) {
    PodVerdict verdict = decide(pod, policies, now);
    PolicyGroup enforcing = groups(pod, policies, now).get(Mode.ENFORCE);
    List<Violation> unpinned =
        enforcing == null ? List.of() : Unfinished.unpinned(pod, verdict.mutation(), enforcing);
    return unpinned.isEmpty()
        ? verdict
        : new PodVerdict(with(verdict.violations(), unpinned), PodMutation.NONE);
  }

  /** Images that any policy that protects the pod has to know more of, of whatever mode. */
  public static Set<WantedImage> wanted(PodFacts pod, Collection<Policy> policies, Instant now) {
    return groups(pod, policies, now).values().stream()
        .flatMap(group ->
            Stream.concat(SignedImages.wanted(pod, group), EngineSockets.wanted(pod, group)))
        .collect(Collectors.toSet());
  }

  private static Map<Mode, List<Violation>> with(
      Map<Mode, List<Violation>> others, List<Violation> enforced) {
    Map<Mode, List<Violation>> violations = new EnumMap<>(Mode.class);
    violations.putAll(others);
    violations.put(Mode.ENFORCE, enforced);
    return violations;
  }

  private static List<Violation> violations(PodFacts pod, PolicyGroup group) {
    Stream<? extends PodRule> rules =
        group.toleratesUnshifted()
            ? RULES.stream()
            : Stream.concat(RULES.stream(), LIMITS.stream());
    return rules.flatMap(rule -> rule.check(pod, group).stream()).toList();
  }

  private static List<PodLimit.Notice> notices(PodFacts pod, PolicyGroup group) {
    return !group.toleratesUnshifted() || RuntimeIsolation.ofItsOwn(pod, group)
        ? List.of()
        : LIMITS.stream().flatMap(limit -> limit.tolerated(pod).stream()).toList();
  }

  private static Map<Mode, PolicyGroup> groups(
      PodFacts pod, Collection<Policy> policies, Instant now) {
    return PolicyGroup.byMode(
        policies.stream().filter(p -> p.protects(pod.subject(), now)).toList(), now);
  }
}
