package dev.eci.policy.oci;

import dev.eci.policy.EciText;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import java.util.List;

/**
 * RES-1: no namespace of the node. The cgroup namespace is left out: on cgroup v1 engines give
 * none, and what is seen through it is guarded by the user namespace.
 */
final class OwnNamespaces implements ContainerRule {
  private static final List<String> REQUIRED = List.of("network", "pid", "ipc", "uts", "mount");

  @Override
  public List<Violation> check(ContainerFacts container, PolicyGroup policies) {
    String policy = policies.policyName();
    return REQUIRED.stream()
        .filter(type -> !container.ownNamespaces().contains(type))
        .map(type ->
            new Violation(
                RuleId.RES_1,
                policy,
                "linux.namespaces",
                EciText.hostNamespaceDenied(type, policy)))
        .toList();
  }
}
