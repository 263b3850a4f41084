package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;

/** Pods under a RuntimeClass that a policy names as isolated by other means (ISO-7). */
final class SandboxedRuntimes {
  private SandboxedRuntimes() {}

  /** Whether the pod needs no user namespace, since it has a kernel of its own or the like. */
  static boolean isSandboxed(PodFacts pod, EffectivePolicy policies) {
    return pod.runtimeClassName().filter(policies::isSandboxedClass).isPresent();
  }
}
