package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.host.VolumeDirectories;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.text.NodePathTexts;
import java.util.List;
import java.util.Optional;

/**
 * RES-2 and RES-3 for node paths that come through a persistent volume. Those are made by who runs
 * the cluster, so what provisioners keep data in passes, and for the type that is meant for it
 * (local) what people do; the rest needs spec.hostPaths. An engine's socket never passes: nothing
 * could be put before it there.
 */
public final class PersistentPaths implements PodRule {
  @Override
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.volumes().stream()
        .filter(volume -> volume.source() instanceof PersistentPath)
        .flatMap(
            volume -> check((PersistentPath) volume.source(), volume.field(), policies).stream())
        .toList();
  }

  /** Judges one volume, by itself or in a pod. */
  public static Optional<Violation> check(
      PersistentPath volume, String field, PolicyGroup policies) {
    NodePath path = NodePath.parse(volume.path()).orElse(null);
    if (path == null) {
      return Optional.of(denied(volume, field, policies));
    }
    return switch (SocketReach.of(path)) {
      case SocketReach.IsSocket(var socket) ->
          Optional.of(reaching(RuleId.RES_3, volume, socket.engine(), field, policies));
      case SocketReach.ContainsSocket(var socket) ->
          Optional.of(reaching(RuleId.RES_2, volume, socket.engine(), field, policies));
      case SocketReach.None none ->
          isData(volume, path) || policies.permitsNodePath(path, false)
              ? Optional.empty()
              : Optional.of(denied(volume, field, policies));
    };
  }

  private static boolean isData(PersistentPath volume, NodePath path) {
    return volume.local() ? VolumeDirectories.hold(path) : VolumeDirectories.ofProvisioner(path);
  }

  private static Violation reaching(
      RuleId rule, PersistentPath volume, String engine, String field, PolicyGroup policies) {
    return new Violation(
        rule,
        policies.policyName(),
        field,
        NodePathTexts.persistentVolumeReachesSocket(
            volume.volume(), volume.path(), engine, policies.source()));
  }

  private static Violation denied(PersistentPath volume, String field, PolicyGroup policies) {
    return new Violation(
        RuleId.RES_2,
        policies.policyName(),
        field,
        NodePathTexts.persistentVolumeDenied(volume.volume(), volume.path(), policies.source()));
  }
}
