// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import java.util.Optional;

/**
 * Linux has ID-mapped mounts since 5.12, and for overlayfs since 5.19. A pod's own volumes are
 * often tmpfs (secrets, tokens), which supports them since 6.3.
 */
final class KernelCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    Optional<MajorMinor> kernel = MajorMinor.parseFirst(facts.kernel());
    if (kernel.isEmpty() || kernel.get().isBefore(5, 12)) {
      return new CheckResult.Failure(
          NodeConditionReasons.KERNEL_TOO_OLD,
          "Linux %s has no ID-mapped mounts; run Linux 6.3 or newer on this node."
              .formatted(facts.kernel()));
    }
    if (kernel.get().isBefore(6, 3)) {
      return new CheckResult.Note(
          "Linux %s does not support ID-mapped mounts of tmpfs, so pods with secrets, projected or in-memory volumes may fail to start; run 6.3 or newer."
              .formatted(facts.kernel()));
    }
    return CheckResult.PASS;
  }
}
