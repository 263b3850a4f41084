// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import java.util.List;
import java.util.stream.Stream;

/** ISO-3: volumes whose files would all be owned by the overflow UID. */
final class UnmappableVolumeRule implements ProtectionLimit {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    if (SandboxedRuntimes.isSandboxed(pod, policies)) {
      return List.of();
    }
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof Unmappable unmappable
                ? Stream.of(
                    new Violation(
                        RuleId.ISO_3,
                        policies.policyName(),
                        volume.field(),
                        IdMappingMessages.volumeTypeNotMappable(
                            volume.name(), unmappable.fileSystem(), policies.source())))
                : Stream.empty())
        .toList();
  }

  @Override
  public List<Notice> tolerated(PodFacts pod) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof Unmappable)
        .map(volume ->
            new Notice(
                IdMappingMessages.volumeTypeNotMapped(
                    volume.name(), ((Unmappable) volume.source()).fileSystem()),
                Effect.NO_HOST_USERS))
        .toList();
  }
}
