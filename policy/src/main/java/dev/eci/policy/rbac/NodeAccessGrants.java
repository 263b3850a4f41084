// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rbac;

import dev.eci.policy.message.NodeDebugMessages;
import dev.eci.policy.model.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds grants of the kubelet's API, and of commands in pods of namespaces in which a policy
 * exempts some pods: exempt pods may have the rights of the node.
 */
public final class NodeAccessGrants {
  private static final List<String> COMMANDS =
      List.of("pods/exec", "pods/attach", "pods/ephemeralcontainers");

  /** Kubernetes' own roles for users that include pods/exec. */
  private static final Set<String> GENERAL = Set.of("admin", "edit", "cluster-admin");

  private NodeAccessGrants() {}

  /**
   * One message for each grant.
   *
   * @param namespaceLabels of the grant's namespace
   */
  public static List<String> warnings(
      RbacGrant rbacGrant,
      Map<String, String> namespaceLabels,
      Collection<Policy> policies,
      Instant now) {
    List<String> found = new ArrayList<>();
    if (rbacGrant.rules().stream().anyMatch(rule -> rule.covers("nodes/proxy"))) {
      found.add(NodeDebugMessages.grantReachesNode(rbacGrant.title()));
    }
    rbacGrant
        .namespace()
        .filter(namespace -> allowsCommands(rbacGrant))
        .ifPresent(namespace ->
            policies.stream()
                .filter(p -> p.selection().namespaces().matches(namespaceLabels))
                .filter(p ->
                    p.selection().exemptions().stream().anyMatch(e -> e.mightCover(namespace, now)))
                .findFirst()
                .ifPresent(policy ->
                    found.add(
                        NodeDebugMessages.grantReachesExempt(
                            rbacGrant.title(), namespace, policy.source()))));
    return found;
  }

  private static boolean allowsCommands(RbacGrant rbacGrant) {
    return rbacGrant.boundClusterRole().filter(GENERAL::contains).isPresent()
        || rbacGrant.rules().stream().anyMatch(rule -> COMMANDS.stream().anyMatch(rule::covers));
  }
}
