// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.pod.PodChange.AwaitSocket;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.SetHostUsersFalse;
import dev.eci.policy.pod.PodChange.SwapDockerSocket;
import dev.eci.policy.pod.PodChange.UnsetHostUsers;
import dev.eci.policy.pod.ProtectionLimit.Effect;
import dev.eci.policy.pod.ProtectionLimit.Notice;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans the changes of a pod that the Enforce policies admit. */
final class MutationPlanner {
  private MutationPlanner() {}

  static PodMutation plan(PodFacts pod, EffectivePolicy policies, List<Notice> notices) {
    List<PodChange> changes = new ArrayList<>();
    boolean isolated = SandboxedRuntimes.isSandboxed(pod, policies);
    boolean unprotected = has(notices, Effect.UNPROTECTED);
    if (!isolated && !unprotected) {
      changes.addAll(userNamespace(pod, policies, notices));
      changes.addAll(runtimeClass(pod, policies));
    }
    changes.addAll(sockets(pod));
    changes.addAll(pins(pod, policies));
    String text = notices.stream().map(Notice::text).collect(Collectors.joining("\n"));
    if (!text.isEmpty() && !pod.notice().orElse("").equals(text)) {
      changes.add(new PodChange.Notice(text, unprotected));
    }
    return new PodMutation(changes);
  }

  /** From the kubelet, or from eci-runtime where the kubelet's has too few IDs. */
  private static List<PodChange> userNamespace(
      PodFacts pod, EffectivePolicy policies, List<Notice> notices) {
    List<PodChange> changes = new ArrayList<>();
    if (!NamedIdsRule.needsMoreIds(pod, policies)) {
      if (pod.hostUsers().isEmpty() && !has(notices, Effect.NO_HOST_USERS)) {
        changes.add(new SetHostUsersFalse());
      }
      return changes;
    }
    if (pod.hostUsers().isPresent()) {
      changes.add(new UnsetHostUsers());
    }
    String ids = NamedIds.format(pod.ids().high());
    if (!ids.isEmpty() && !pod.ids().annotated().containsAll(pod.ids().high())) {
      changes.add(new PodChange.Ids(ids));
    }
    return changes;
  }

  static PodMutation planForDenied(PodFacts pod, Optional<EffectivePolicy> policies) {
    List<PodChange> changes = new ArrayList<>();
    if (pod.hostUsers().filter(users -> !users).isPresent()) {
      changes.add(new UnsetHostUsers());
    }
    policies
        .filter(policy -> !SandboxedRuntimes.isSandboxed(pod, policy))
        .ifPresent(policy -> changes.addAll(runtimeClass(pod, policy)));
    return new PodMutation(changes);
  }

  private static List<PodChange> runtimeClass(PodFacts pod, EffectivePolicy policies) {
    return pod.runtimeClassName().isPresent()
        ? List.of()
        : List.of(new RuntimeClass(policies.runtimeClassNames().getFirst()));
  }

  /**
   * The rules have decided which containers may have the socket; all of these get the proxied one.
   */
  private static List<PodChange> sockets(PodFacts pod) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof HostPathVolume host
                ? socket(volume, host).stream()
                : Stream.empty())
        .toList();
  }

  private static Optional<PodChange> socket(PodFacts.Volume volume, HostPathVolume host) {
    Optional<HostPath> path = HostPath.parse(host.path()).filter(ProxySocket::isDocker);
    if (path.filter(ProxySocket::shouldReplace).isPresent()) {
      return Optional.of(new SwapDockerSocket(volume.index(), volume.name()));
    }
    boolean isUnchecked = host.type().isEmpty() || host.isCreatedIfMissing();
    return path.filter(_ -> isUnchecked).map(_ -> new AwaitSocket(volume.index(), volume.name()));
  }

  /** SOCK-2 and signed images: a name can be moved between the check and the pull. */
  static List<PodChange> pins(PodFacts pod, EffectivePolicy policies) {
    EffectiveImages images = new EffectiveImages(pod, policies);
    return pod.containers().stream()
        .flatMap(container ->
            images.pinned(container).stream()
                .map(image ->
                    (PodChange)
                        new PodChange.PinnedImage(
                            container.field() + ".image", container.name(), image.toString())))
        .toList();
  }

  private static boolean has(List<Notice> notices, Effect effect) {
    return notices.stream().anyMatch(notice -> notice.effect() == effect);
  }
}
