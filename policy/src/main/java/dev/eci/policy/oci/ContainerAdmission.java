package dev.eci.policy.oci;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
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
      List.of(new UserNamespaceRule(), new PrivateNamespacesRule(), new BindMountRule());

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
  public static boolean mayStayUnmapped(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container, policies, now)
        .map(EffectivePolicy::allowsUnmappedVolumes)
        .orElse(false);
  }

  private static Optional<EffectivePolicy> enforcing(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return Optional.ofNullable(
        EffectivePolicy.byMode(
                policies.stream()
                    .filter(p -> p.mode() == EnforcementMode.ENFORCE)
                    .filter(p -> p.mightSelectNamespace(container.origin().namespaceLabels()))
                    .toList(),
                now)
            .get(EnforcementMode.ENFORCE));
  }

  private static List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    return RULES.stream().flatMap(rule -> rule.check(container, policies).stream()).toList();
  }

  /**
   * Without a policy: whoever asked for this runtime by name gets the user namespace, or nothing.
   */
  private static List<Violation> floor(ContainerFacts container) {
    return UserNamespaceRule.hasPrivateUserNamespace(container)
        ? List.of()
        : List.of(
            new Violation(
                RuleId.ISO_1,
                "",
                UserNamespaceRule.FIELD,
                NamespaceMessages.ownUserNamespaceRequired()));
  }
}
