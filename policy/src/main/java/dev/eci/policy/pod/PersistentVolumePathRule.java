// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.hostpath.VolumeDirectories;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import java.util.List;
import java.util.Optional;

/**
 * RES-2 and RES-3 for host paths that a persistent volume exposes. Cluster administrators create
 * these volumes, so directories of provisioners are allowed, and user data for the volume type that
 * is meant for it (local); other paths need spec.hostPaths. A container runtime socket is never
 * allowed: no proxy can be placed in front of it there.
 */
public final class PersistentVolumePathRule implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof PersistentPath)
        .flatMap(
            volume -> check((PersistentPath) volume.source(), volume.field(), policies).stream())
        .toList();
  }

  /** Evaluates one volume, by itself or in a pod. */
  public static Optional<Violation> check(
      PersistentPath volume, String field, EffectivePolicy policies) {
    HostPath path = HostPath.parse(volume.path()).orElse(null);
    if (path == null) {
      return Optional.of(denied(volume, field, policies));
    }
    return switch (SocketExposure.of(path)) {
      case SocketExposure.IsSocket(var socket) ->
          Optional.of(reaching(RuleId.RES_3, volume, socket.displayName(), field, policies));
      case SocketExposure.ContainsSocket(var socket) ->
          Optional.of(reaching(RuleId.RES_2, volume, socket.displayName(), field, policies));
      case SocketExposure.None none ->
          isData(volume, path) || policies.allowsHostPath(path, false)
              ? Optional.empty()
              : Optional.of(denied(volume, field, policies));
    };
  }

  private static boolean isData(PersistentPath volume, HostPath path) {
    return volume.local()
        ? VolumeDirectories.contains(path)
        : VolumeDirectories.isProvisionerDirectory(path);
  }

  private static Violation reaching(
      RuleId rule, PersistentPath volume, String engine, String field, EffectivePolicy policies) {
    return new Violation(
        rule,
        policies.policyName(),
        field,
        HostPathMessages.persistentVolumeReachesSocket(
            volume.volume(), volume.path(), engine, policies.source()));
  }

  private static Violation denied(PersistentPath volume, String field, EffectivePolicy policies) {
    return new Violation(
        RuleId.RES_2,
        policies.policyName(),
        field,
        HostPathMessages.persistentVolumeDenied(volume.volume(), volume.path(), policies.source()));
  }
}
