// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import java.util.List;

/**
 * RES-1: no namespace of the node. A cgroup namespace is required only where engines always create
 * one, which is Docker on cgroup v2. On v1 they create none, a CRI creates none for privileged
 * pods, and the user namespace protects what is visible through the node's.
 */
final class PrivateNamespacesRule implements ContainerRule {
  private static final List<String> REQUIRED = List.of("network", "pid", "ipc", "uts", "mount");
  private static final List<String> WITH_CGROUP =
      List.of("network", "pid", "ipc", "uts", "mount", "cgroup");

  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    boolean cgroup =
        container.origin() instanceof DockerOrigin dockerOrigin && dockerOrigin.hasUnifiedCgroups();
    return (cgroup ? WITH_CGROUP : REQUIRED)
        .stream()
            .filter(type -> !container.ownNamespaces().contains(type))
            .map(type ->
                new Violation(
                    RuleId.RES_1,
                    policies.policyName(),
                    "linux.namespaces",
                    NamespaceMessages.hostNamespaceDenied(type, policies.source())))
            .toList();
  }
}
