package dev.eci.policy.pod;

import dev.eci.policy.NodePathRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import java.util.List;
import java.util.Optional;

/**
 * RES-2 for each hostPath volume. One that nobody mounts counts as well, and one of a type that
 * makes the kubelet write to the node is never read-only.
 */
final class NodePaths implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.hostPathVolumes().stream()
        .flatMap(volume -> check(volume, mounts(pod, volume), policies).stream())
        .toList();
  }

  private static Optional<Violation> check(
      HostPathVolume volume, List<Mount> mounts, PolicyGroup policies) {
    if (volume.creates() && mounts.isEmpty()) {
      return NodePathRule.checkCreated(volume.path(), volume.field(), policies);
    }
    boolean readOnly =
        !volume.creates() && !mounts.isEmpty() && mounts.stream().allMatch(Mount::readOnly);
    return NodePathRule.check(volume.path(), readOnly, volume.field(), policies);
  }

  private static List<Mount> mounts(PodFacts pod, HostPathVolume volume) {
    return pod.containers().stream()
        .flatMap(c -> c.mounts().stream())
        .filter(m -> m.volume().equals(volume.name()))
        .toList();
  }
}
