// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.hostpath.UserHomes;
import dev.eci.policy.hostpath.VolumeDirectories;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.ContainerFacts.Pod;
import dev.eci.policy.rule.HostPathContext;
import dev.eci.policy.rule.HostPathRule;
import dev.eci.policy.rule.RuntimeSocketRule;
import dev.eci.policy.rule.UnproxiedSocketRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 for each bind mount that is neither one of the container's own files nor, on a
 * Docker host, user data.
 */
final class BindMountRule implements ContainerRule {
  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    return container.binds().stream()
        .flatMap(bind -> checkAllNames(container, bind, policies))
        .toList();
  }

  private static Stream<Violation> checkAllNames(
      ContainerFacts container, Bind bind, EffectivePolicy policies) {
    List<Violation> byItsPath = checkName(container, bind, policies);
    if (!byItsPath.isEmpty()) {
      return byItsPath.stream();
    }
    if (isOthersChoice(container, bind, policies)) {
      return Stream.of(
          new Violation(
              RuleId.RES_2,
              policies.policyName(),
              bind.field(),
              HostPathMessages.changeableLinkDenied(bind.written(), bind.source())));
    }
    return bind.names().stream()
        .map(name -> checkOtherName(container, bind, name, policies))
        .filter(violations -> !violations.isEmpty())
        .limit(1)
        .flatMap(List::stream);
  }

  /**
   * The proxy compared the caller with the owner of the data when the container, or a volume, was
   * created. A link that a user put there since must not lead to another user's.
   */
  private static boolean isOthersChoice(
      ContainerFacts container, Bind bind, EffectivePolicy policies) {
    return bind.isByChangeableLink()
        && HostPath.parse(bind.source())
            .filter(path -> UserHomes.contains(path) || !policies.sharesUserData())
            .filter(path -> !context(container).allows(path, bind.readOnly(), policies))
            .isPresent();
  }

  /** The fields of binds that would be denied if they were not read-only. */
  static Set<String> readOnlyAllowed(ContainerFacts container, EffectivePolicy policies) {
    return container.binds().stream()
        .filter(Bind::readOnly)
        .filter(bind -> checkAllNames(container, bind.writable(), policies).findAny().isPresent())
        .map(Bind::field)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Violation> checkName(
      ContainerFacts container, Bind bind, EffectivePolicy policies) {
    return isContainerFile(container.origin(), bind)
        ? List.of()
        : check(container, bind, policies).toList();
  }

  /** An entry for the path that users write is enough, unless a socket can be reached. */
  private static List<Violation> checkOtherName(
      ContainerFacts container, Bind bind, HostPath name, EffectivePolicy policies) {
    List<Violation> found = checkName(container, bind.as(name), policies);
    boolean isAllowed =
        !SocketExposure.of(name).reachesSocket()
            && HostPath.parse(bind.source())
                .filter(path -> context(container).allows(path, bind.readOnly(), policies))
                .isPresent();
    return isAllowed ? List.of() : found;
  }

  private static boolean isContainerFile(Origin origin, Bind bind) {
    return switch (origin) {
      case Pod pod -> KubeletManagedFiles.contains(pod, bind) || isVolume(pod, bind);
      case DockerOrigin dockerOrigin -> ImplicitDockerMounts.contains(dockerOrigin, bind);
    };
  }

  /**
   * Persistent volumes of type hostPath: a provisioner created them, and admission checked who uses
   * them. The same of type local, which may be any data.
   */
  private static boolean isVolume(Pod pod, Bind bind) {
    return HostPath.parse(bind.source())
        .filter(path -> !SocketExposure.of(path).reachesSocket())
        .filter(path ->
            bind.isLocalVolume()
                ? VolumeDirectories.contains(path)
                : VolumeDirectories.isProvisionerDirectory(path))
        .filter(path -> VolumeDirectories.mayBelongTo(pod.namespace(), path))
        .isPresent();
  }

  private static HostPathContext context(ContainerFacts container) {
    return switch (container.origin()) {
      case Pod ignored -> new HostPathContext(container.allowanceTargets(), false);
      case DockerOrigin dockerOrigin ->
          HostPathContext.of(dockerOrigin.engine(), container.allowanceTargets());
    };
  }

  private static Stream<Violation> check(
      ContainerFacts container, Bind bind, EffectivePolicy policies) {
    return Stream.of(
            container.origin() instanceof DockerOrigin dockerOrigin
                ? UnproxiedSocketRule.check(
                    bind.source(), dockerOrigin.engine(), bind.field(), policies)
                : Optional.<Violation>empty(),
            RuntimeSocketRule.check(bind.source(), container.image(), bind.field(), policies),
            HostPathRule.check(
                new HostPathRule.Source(
                    bind.source(), bind.written(), bind.readOnly(), bind.isOtherName()),
                bind.field(),
                policies,
                context(container)))
        .flatMap(Optional::stream);
  }
}
