package dev.eci.policy.pod;

import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.SetHostUsersFalse;
import java.util.List;
import java.util.Optional;

/**
 * What is changed in a pod so that it runs protected (ISO-1, ISO-7, SOCK-2, SOCK-4). Each change
 * takes away its own reason, so applying them twice is applying them once; what the author chose
 * (other than a socket's path and a movable image name) stays.
 */
public record PodMutation(List<PodChange> changes) {
  /** Annotation that says what a pod has to do without. */
  public static final String NOTICE = "eci.dev/notice";

  /** Label, {@code true}, of pods that are admitted without protection. */
  public static final String UNPROTECTED = "eci.dev/unprotected";

  public static final PodMutation NONE = new PodMutation(List.of());

  public PodMutation {
    changes = List.copyOf(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * For clusters in which some node's engine has no user namespaces for pods: its kubelet would
   * refuse {@code hostUsers: false}, and the runtime gives each container one all the same.
   */
  public PodMutation withoutHostUsers() {
    return new PodMutation(
        changes.stream().filter(c -> !(c instanceof SetHostUsersFalse)).toList());
  }

  /** The value to set, if any. */
  public Optional<Boolean> hostUsers() {
    return changes.stream().anyMatch(SetHostUsersFalse.class::isInstance)
        ? Optional.of(false)
        : Optional.empty();
  }

  /** The value to set, if any. */
  public Optional<String> runtimeClassName() {
    return changes.stream()
        .filter(RuntimeClass.class::isInstance)
        .map(c -> ((RuntimeClass) c).name())
        .findFirst();
  }
}
