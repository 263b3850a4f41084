package dev.eci.policy.pod;

import dev.eci.policy.Mode;
import dev.eci.policy.PolicyGroup;
import java.util.Map;
import java.util.Optional;

/**
 * What is added to a pod so that it runs protected (ISO-1, ISO-7). A value is present only where
 * the pod has none, so applying it twice is applying it once.
 */
public record PodMutation(Optional<Boolean> hostUsers, Optional<String> runtimeClassName) {
  public static final PodMutation NONE = new PodMutation(Optional.empty(), Optional.empty());

  public boolean isEmpty() {
    return equals(NONE);
  }

  /**
   * For clusters in which some node's engine has no user namespaces for pods: its kubelet would
   * refuse {@code hostUsers: false}, and the runtime gives each container one all the same.
   */
  public PodMutation withoutHostUsers() {
    return new PodMutation(Optional.empty(), runtimeClassName);
  }

  /** Only Enforce changes pods: Warn and Audit look on. */
  static PodMutation of(PodFacts pod, Map<Mode, PolicyGroup> groups) {
    PolicyGroup enforcing = groups.get(Mode.ENFORCE);
    if (enforcing == null) {
      return NONE;
    }
    return new PodMutation(
        pod.hostUsers().isPresent() ? Optional.empty() : Optional.of(false),
        pod.runtimeClassName().isPresent()
            ? Optional.empty()
            : Optional.of(enforcing.runtimeClassNames().getFirst()));
  }
}
