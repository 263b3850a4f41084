package dev.eci.policy.oci;

import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.text.NamespaceTexts;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The decision about a container that the protected runtime is asked to create. Whoever runs under
 * it is protected: the user namespace is required whatever policies say. What else holds comes from
 * the Enforce policies of the pod's namespace; the pod's labels are not known here, so a policy
 * counts if it can be about a pod of that namespace, and what any of them allows is allowed.
 * Admission was exact.
 */
public final class ContainerAdmission {
  private static final List<ContainerRule> RULES =
      List.of(new OwnUserNamespace(), new OwnNamespaces(), new BoundPaths());

  private ContainerAdmission() {}

  /** What forbids the container; empty if it may be created. */
  public static List<Violation> decide(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container, policies, now)
        .map(group -> check(container, group))
        .orElseGet(() -> floor(container));
  }

  /**
   * Whether volumes may stay as they are whose file systems cannot shift owners. Where no policy
   * says so they may not: files that nobody owns are a surprise.
   */
  public static boolean mayStayUnshifted(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container, policies, now).map(PolicyGroup::toleratesUnshifted).orElse(false);
  }

  private static Optional<PolicyGroup> enforcing(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return Optional.ofNullable(
        PolicyGroup.byMode(
                policies.stream()
                    .filter(p -> p.mode() == Mode.ENFORCE)
                    .filter(p -> p.mayProtectNamespace(container.origin().namespaceLabels()))
                    .toList(),
                now)
            .get(Mode.ENFORCE));
  }

  private static List<Violation> check(ContainerFacts container, PolicyGroup policies) {
    return RULES.stream().flatMap(rule -> rule.check(container, policies).stream()).toList();
  }

  /**
   * Without a policy: whoever asked for this runtime by name gets the user namespace, or nothing.
   */
  private static List<Violation> floor(ContainerFacts container) {
    return OwnUserNamespace.given(container)
        ? List.of()
        : List.of(
            new Violation(
                RuleId.ISO_1,
                "",
                OwnUserNamespace.FIELD,
                NamespaceTexts.ownUserNamespaceRequired()));
  }
}
