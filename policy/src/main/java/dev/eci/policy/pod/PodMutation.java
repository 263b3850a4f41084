// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.pod.PodChange.RuntimeClass;
import dev.eci.policy.pod.PodChange.SetHostUsersFalse;
import java.util.List;
import java.util.Optional;

/**
 * The changes of a pod that make it run protected (ISO-1, ISO-7, SOCK-2, SOCK-4). Each change
 * removes its own reason, so applying them twice equals applying them once. What the author set
 * stays, except for a socket's path and a movable image name.
 */
public record PodMutation(List<PodChange> changes) {
  /** Annotation that names the protections that a pod lacks. */
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
   * For clusters in which some node's container runtime does not support user namespaces for pods:
   * its kubelet would reject {@code hostUsers: false}, and eci-runtime creates a user namespace for
   * each container anyway.
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
