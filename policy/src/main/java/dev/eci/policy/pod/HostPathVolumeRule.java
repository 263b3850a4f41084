// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.rule.HostPathRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-2 for each hostPath volume. A volume that no container mounts counts as well, and one whose
 * type makes the kubelet write to the node is never read-only.
 */
final class HostPathVolumeRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof HostPathVolume host
                ? check(host, volume.field(), mounts(pod, volume), policies).stream()
                : Stream.empty())
        .toList();
  }

  private static Optional<Violation> check(
      HostPathVolume volume, String field, List<Mount> mounts, EffectivePolicy policies) {
    if (volume.isCreatedIfMissing() && mounts.isEmpty()) {
      return HostPathRule.checkCreated(volume.path(), field, policies);
    }
    boolean readOnly =
        !volume.isCreatedIfMissing()
            && !mounts.isEmpty()
            && mounts.stream().allMatch(Mount::readOnly);
    return HostPathRule.check(volume.path(), readOnly, field, policies);
  }

  private static List<Mount> mounts(PodFacts pod, Volume volume) {
    return pod.containers().stream()
        .flatMap(c -> c.mounts().stream())
        .filter(m -> m.volume().equals(volume.name()))
        .toList();
  }
}
