// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;
import dev.eci.installer.containerd.OciRuntime;

/**
 * containerd offers user namespaces for a handler only if its runtime reports both features. runc
 * reports ID-mapped mounts since 1.2.
 */
final class OciRuntimeCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    if (facts.engines().isEmpty()) {
      return CheckResult.PASS;
    }
    if (facts.ociRuntime().isEmpty()) {
      return new CheckResult.Failure(
          NodeConditionReasons.OCI_RUNTIME_NOT_FOUND,
          "No runc with the command \"features\" was found where containerd looks for it; install runc 1.2 or newer.");
    }
    OciRuntime runtime = facts.ociRuntime().get();
    return runtime.userNamespaces() && runtime.idmappedMounts()
        ? CheckResult.PASS
        : new CheckResult.Failure(
            NodeConditionReasons.OCI_RUNTIME_TOO_OLD,
            "%s %s reports no ID-mapped mounts or no user namespaces; install runc 1.2 or newer."
                .formatted(runtime.path(), runtime.version()));
  }
}
