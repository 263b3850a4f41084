package dev.eci.policy.oci;

import dev.eci.policy.EngineSocketRule;
import dev.eci.policy.NodePathRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.UnfilteredSocketRule;
import dev.eci.policy.Violation;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.VolumeDirectories;
import dev.eci.policy.oci.ContainerFacts.Bind;
import dev.eci.policy.oci.ContainerFacts.Origin;
import dev.eci.policy.oci.ContainerFacts.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 for each bind mount that is not one of the container's own files, or people's
 * data on a Docker host.
 */
final class BoundPaths implements ContainerRule {
  @Override
  public List<Violation> check(ContainerFacts container, PolicyGroup policies) {
    return container.binds().stream()
        .filter(bind -> !isOwn(container.origin(), bind))
        .flatMap(bind -> check(container, bind, policies))
        .toList();
  }

  private static boolean isOwn(Origin origin, Bind bind) {
    return switch (origin) {
      case Pod pod -> PodFiles.contains(pod, bind.source()) || isVolume(bind);
      case Docker docker -> DockerData.contains(docker, bind);
    };
  }

  /** Persistent volumes of type hostPath: a provisioner made them, for whom admission has seen. */
  private static boolean isVolume(Bind bind) {
    return NodePath.parse(bind.source()).filter(VolumeDirectories::ofProvisioner).isPresent();
  }

  private static Stream<Violation> check(
      ContainerFacts container, Bind bind, PolicyGroup policies) {
    return Stream.of(
            container.origin() instanceof Docker docker
                ? UnfilteredSocketRule.check(bind.source(), docker.engine(), bind.field(), policies)
                : Optional.<Violation>empty(),
            EngineSocketRule.check(bind.source(), container.image(), bind.field(), policies),
            NodePathRule.check(bind.source(), bind.readOnly(), bind.field(), policies))
        .flatMap(Optional::stream);
  }
}
