// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import java.util.Optional;

/**
 * containerd supports user namespaces for pods since 2.0. With 1.7, eci-runtime adds them. Older
 * versions are no longer maintained.
 */
final class ContainerdVersionCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return CheckResult.PASS;
    }
    Optional<MajorMinor> engine = MajorMinor.parseFirst(facts.engineVersion());
    if (engine.isEmpty() || engine.get().isBefore(1, 7)) {
      return new CheckResult.Failure(
          NodeConditionReasons.ENGINE_TOO_OLD,
          "%s is too old; run containerd 1.7 or newer on this node."
              .formatted(
                  facts.engineVersion().isEmpty() ? "This containerd" : facts.engineVersion()));
    }
    return PodUserNamespaces.isSupportedBy(facts)
        ? CheckResult.PASS
        : new CheckResult.Note(
            "%s gives pods no user namespaces itself, so eci-runtime does: pods here must leave hostUsers unset, and privileged ones cannot change their own network."
                .formatted(facts.engineVersion()));
  }
}
