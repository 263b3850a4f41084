// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.message.VolumeMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.Attached;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * ISO-4: volumes for which the kubelet mounts a disk that the object names. The disk may be the
 * node's own, and in an ID-mapped mount the container's root owns the files of the node's root. A
 * runtime class that isolates by other means does not help, because the kubelet mounts it.
 */
public final class VolumeTypeRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof Attached attached
                ? check(attached, volume.name(), volume.field(), policies).stream()
                : Stream.empty())
        .toList();
  }

  /**
   * Evaluates one volume, by itself or in a pod.
   *
   * @param name of the pod's volume; that of a persistent volume is known from the source
   */
  public static Optional<Violation> check(
      Attached volume, String name, String field, EffectivePolicy policies) {
    return policies.allowsVolumeType(volume.type())
        ? Optional.empty()
        : Optional.of(
            new Violation(
                RuleId.ISO_4,
                policies.policyName(),
                field,
                volume
                    .persistentVolume()
                    .map(persistent ->
                        VolumeMessages.persistentVolumeTypeDenied(
                            persistent, volume.type(), policies.source()))
                    .orElseGet(() ->
                        VolumeMessages.volumeTypeDenied(name, volume.type(), policies.source()))));
  }
}
