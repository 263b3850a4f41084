// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.DockerHostDefaults;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.PathResolution;
import dev.eci.policy.idrange.IdRange;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.seccomp.KernelFeature;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The decision about a container that the protected runtime is requested to create. Every container
 * of this runtime is protected: the user namespace is required whatever policies say. The Enforce
 * policies of the pod's namespace add their rules. The pod's labels are not known here, so a policy
 * counts if it might apply to a pod of that namespace, and what any of them allows is allowed.
 * Admission was exact.
 */
public final class ContainerAdmission {
  private static final List<ContainerRule> RULES =
      List.of(
          new UserNamespaceRule(),
          new PrivateNamespacesRule(),
          new BindMountRule(),
          new VolumeTypeOnNodeRule(),
          new DeviceRule());

  /** The API server sets this label on every namespace. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private ContainerAdmission() {}

  /** The violations of the container; empty if it may be created. */
  public static List<Violation> decide(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container.origin().namespaceLabels(), policies, now)
        .map(policy -> check(container, policy))
        .orElseGet(() -> checkUserNamespace(container));
  }

  /**
   * The allowed paths whose targets another decision needs, because this one denies a host path;
   * empty if it does not. {@link AllowanceTargets#of} tells which of them count.
   */
  public static Set<HostPath> openAllowances(
      List<Violation> violations, Collection<Policy> policies) {
    return violations.stream().noneMatch(violation -> violation.rule() == RuleId.RES_2)
        ? Set.of()
        : Stream.concat(
                DockerHostDefaults.PATHS.entries(),
                policies.stream().flatMap(policy -> policy.hostPaths().entries()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The same container, with the targets of the allowed paths.
   *
   * @param resolved the paths of {@link #openAllowances}
   * @param policies all of the node
   */
  public static ContainerFacts withTargets(
      ContainerFacts container,
      Map<HostPath, PathResolution> resolved,
      Collection<Policy> policies) {
    return container.withAllowanceTargets(
        AllowanceTargets.of(
            resolved,
            policies.stream()
                .flatMap(policy -> policy.hostPaths().allowed().stream())
                .collect(Collectors.toUnmodifiableSet()),
            container.origin() instanceof DockerOrigin dockerOrigin
                ? dockerOrigin.engine().ownDirectories()
                : List.of()));
  }

  /**
   * Whether volumes may stay unmapped if their file systems do not support ID-mapped mounts. Only a
   * policy allows it, because files without an owner are a surprise.
   */
  public static boolean mayStayUnmapped(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container.origin().namespaceLabels(), policies, now)
        .map(EffectivePolicy::allowsUnmappedVolumes)
        .orElse(false);
  }

  /** The number of IDs from 0 up in a new user namespace ({@code spec.runtime.ids}). */
  public static long idCount(
      Map<String, String> namespaceLabels, Collection<Policy> policies, Instant now) {
    return enforcing(namespaceLabels, policies, now)
        .map(EffectivePolicy::idCount)
        .orElse(IdRange.SIZE);
  }

  /**
   * Whether the container's root owns the devices of a container that {@link #decide} allowed: a
   * policy has evaluated them.
   */
  public static boolean mayOwnDevices(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return container.origin() instanceof DockerOrigin
        && enforcing(container.origin().namespaceLabels(), policies, now).isPresent();
  }

  /**
   * What of the kernel the container does not reach ({@code spec.runtime.kernelSurface}), by its
   * seccomp profile.
   */
  public static Set<KernelFeature> deniedKernelFeatures(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container.origin().namespaceLabels(), policies, now)
        .map(EffectivePolicy::deniedKernelFeatures)
        .orElse(Set.of());
  }

  /**
   * The fields of binds of a container that {@link #decide} allowed because they are read-only.
   * Their sources are read-only with all mounts below.
   */
  public static Set<String> readOnlyAllowed(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container.origin().namespaceLabels(), policies, now)
        .map(policy -> BindMountRule.readOnlyAllowed(container, policy))
        .orElse(Set.of());
  }

  /** Where the policy of the container is written; empty if none applies. */
  public static Optional<PolicySource> source(
      ContainerFacts container, Collection<Policy> policies, Instant now) {
    return enforcing(container.origin().namespaceLabels(), policies, now)
        .map(EffectivePolicy::source);
  }

  private static Optional<EffectivePolicy> enforcing(
      Map<String, String> namespaceLabels, Collection<Policy> policies, Instant now) {
    return Optional.ofNullable(
        EffectivePolicy.byMode(
                policies.stream()
                    .filter(p -> p.mode() == EnforcementMode.ENFORCE)
                    .filter(p -> p.mightSelectNamespace(namespaceLabels))
                    .map(p ->
                        p.withLockIfCertain(namespaceLabels.getOrDefault(NAMESPACE_NAME, ""), now))
                    .toList(),
                now)
            .get(EnforcementMode.ENFORCE));
  }

  private static List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    return RULES.stream().flatMap(rule -> rule.check(container, policies).stream()).toList();
  }

  /** Without a policy, a container of this runtime gets the user namespace or is not created. */
  private static List<Violation> checkUserNamespace(ContainerFacts container) {
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
