// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.VolumeDirectories;
import dev.eci.policy.model.EffectivePolicy;
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
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 for each bind mount that is neither one of the container's own files nor, on a
 * Docker host, user data.
 */
final class BindMountRule implements ContainerRule {
  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    return container.binds().stream()
        .filter(bind -> !isContainerFile(container.origin(), bind))
        .flatMap(bind -> check(container, bind, policies))
        .toList();
  }

  private static boolean isContainerFile(Origin origin, Bind bind) {
    return switch (origin) {
      case Pod pod -> KubeletManagedFiles.contains(pod, bind) || isVolume(bind);
      case DockerOrigin dockerOrigin -> ImplicitDockerMounts.contains(dockerOrigin, bind);
    };
  }

  /**
   * Persistent volumes of type hostPath: a provisioner created them, and admission checked who uses
   * them.
   */
  private static boolean isVolume(Bind bind) {
    return HostPath.parse(bind.source())
        .filter(VolumeDirectories::isProvisionerDirectory)
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
                new HostPathRule.Source(bind.source(), bind.written(), bind.readOnly()),
                bind.field(),
                policies,
                context(container)))
        .flatMap(Optional::stream);
  }
}
