// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.model.EffectivePolicy;

/** Pods with a RuntimeClass that a policy lists as isolated by other means (ISO-7). */
final class SandboxedRuntimes {
  private SandboxedRuntimes() {}

  /**
   * Whether the pod needs no user namespace, because it has its own kernel or similar isolation.
   */
  static boolean isSandboxed(PodFacts pod, EffectivePolicy policies) {
    return pod.runtimeClassName().filter(policies::isSandboxedClass).isPresent();
  }
}
