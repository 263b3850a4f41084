package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;

/** Pods under a RuntimeClass that a policy names as isolated by other means (ISO-7). */
final class RuntimeIsolation {
  private RuntimeIsolation() {}

  /** Whether the pod needs no user namespace, since it has a kernel of its own or the like. */
  static boolean ofItsOwn(PodFacts pod, PolicyGroup policies) {
    return pod.runtimeClassName().filter(policies::isolates).isPresent();
  }
}
