package dev.eci.installer.preflight;

import java.util.Optional;

/**
 * Idmapped mounts came with Linux 5.12 and for overlayfs with 5.19; a pod's own volumes are often
 * tmpfs (secrets, tokens), which got them with 6.3.
 */
final class KernelCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    Optional<MajorMinor> kernel = MajorMinor.parseFirst(facts.kernel());
    if (kernel.isEmpty() || kernel.get().isBefore(5, 12)) {
      return new CheckResult.Refusal(
          "KernelTooOld",
          "Linux %s has no idmapped mounts; run Linux 6.3 or newer on this node."
              .formatted(facts.kernel()));
    }
    if (kernel.get().isBefore(6, 3)) {
      return new CheckResult.Note(
          "Linux %s cannot idmap tmpfs, so pods with secrets, projected or in-memory volumes may fail to start; run 6.3 or newer."
              .formatted(facts.kernel()));
    }
    return CheckResult.PASS;
  }
}
