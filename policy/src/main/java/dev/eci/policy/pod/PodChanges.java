package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.host.FilteredSocket;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.pod.PodChange.NoOwnUsers;
import dev.eci.policy.pod.PodChange.OwnUsers;
import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.Socket;
import dev.eci.policy.pod.PodLimit.Effect;
import dev.eci.policy.pod.PodLimit.Notice;
import dev.eci.policy.pod.VolumeSource.HostPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the changes for a pod that the Enforce policies admit. */
final class PodChanges {
  private PodChanges() {}

  static PodMutation of(PodFacts pod, PolicyGroup policies, List<Notice> notices) {
    List<PodChange> changes = new ArrayList<>();
    boolean isolated = RuntimeIsolation.ofItsOwn(pod, policies);
    boolean unprotected = has(notices, Effect.UNPROTECTED);
    if (!isolated && !unprotected) {
      if (pod.hostUsers().isEmpty() && !has(notices, Effect.NO_HOST_USERS)) {
        changes.add(new OwnUsers());
      }
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

  static PodMutation ofDenied(PodFacts pod, Optional<PolicyGroup> policies) {
    List<PodChange> changes = new ArrayList<>();
    if (pod.hostUsers().filter(users -> !users).isPresent()) {
      changes.add(new NoOwnUsers());
    }
    policies
        .filter(group -> !RuntimeIsolation.ofItsOwn(pod, group))
        .ifPresent(group -> changes.addAll(runtimeClass(pod, group)));
    return new PodMutation(changes);
  }

  private static List<PodChange> runtimeClass(PodFacts pod, PolicyGroup policies) {
    return pod.runtimeClassName().isPresent()
        ? List.of()
        : List.of(new RuntimeClass(policies.runtimeClassNames().getFirst()));
  }

  /** Who may have the socket was judged; all who are left get the filtered one. */
  private static List<PodChange> sockets(PodFacts pod) {
    return pod.volumes().stream()
        .filter(volume ->
            volume.source() instanceof HostPath host
                && NodePath.parse(host.path()).filter(FilteredSocket::replaces).isPresent())
        .map(volume -> (PodChange) new Socket(volume.index(), volume.name()))
        .toList();
  }

  /** SOCK-2 and signed images: a name can be moved between the check and the pull. */
  private static List<PodChange> pins(PodFacts pod, PolicyGroup policies) {
    RunImages images = new RunImages(pod, policies);
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
