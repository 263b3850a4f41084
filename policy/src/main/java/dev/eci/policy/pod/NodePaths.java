package dev.eci.policy.pod;

import dev.eci.policy.NodePathRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.HostPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-2 for each hostPath volume. One that nobody mounts counts as well, and one of a type that
 * makes the kubelet write to the node is never read-only.
 */
final class NodePaths implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof HostPath host
                ? check(host, volume.field(), mounts(pod, volume), policies).stream()
                : Stream.empty())
        .toList();
  }

  private static Optional<Violation> check(
      HostPath volume, String field, List<Mount> mounts, PolicyGroup policies) {
    if (volume.creates() && mounts.isEmpty()) {
      return NodePathRule.checkCreated(volume.path(), field, policies);
    }
    boolean readOnly =
        !volume.creates() && !mounts.isEmpty() && mounts.stream().allMatch(Mount::readOnly);
    return NodePathRule.check(volume.path(), readOnly, field, policies);
  }

  private static List<Mount> mounts(PodFacts pod, Volume volume) {
    return pod.containers().stream()
        .flatMap(c -> c.mounts().stream())
        .filter(m -> m.volume().equals(volume.name()))
        .toList();
  }
}
