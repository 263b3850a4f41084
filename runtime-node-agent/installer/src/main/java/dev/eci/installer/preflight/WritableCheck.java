// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;

/** Image-based systems (NixOS, Bottlerocket, Talos) keep these directories read-only. */
final class WritableCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    return facts.readOnly().isEmpty()
        ? CheckResult.PASS
        : new CheckResult.Failure(
            NodeConditionReasons.READ_ONLY_NODE,
            "%s is read-only, as on systems that are built from an image; add the runtime handler \"eci\" with the node's own configuration tool."
                .formatted(String.join(", ", facts.readOnly())));
  }
}
