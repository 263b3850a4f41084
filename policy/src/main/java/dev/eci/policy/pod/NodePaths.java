package dev.eci.policy.pod;

import dev.eci.policy.NodePathRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.Violation;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import java.util.List;

/**
 * RES-2 for each hostPath volume. One that nobody mounts counts as well: types such as
 * DirectoryOrCreate make the kubelet write to the node.
 */
final class NodePaths implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.hostPathVolumes().stream()
        .flatMap(volume ->
            NodePathRule.check(
                volume.path(), mountedReadOnly(pod, volume), volume.field(), policies)
                .stream())
        .toList();
  }

  private static boolean mountedReadOnly(PodFacts pod, HostPathVolume volume) {
    List<Mount> mounts =
        pod.containers().stream()
            .flatMap(c -> c.mounts().stream())
            .filter(m -> m.volume().equals(volume.name()))
            .toList();
    return !mounts.isEmpty() && mounts.stream().allMatch(Mount::readOnly);
  }
}
