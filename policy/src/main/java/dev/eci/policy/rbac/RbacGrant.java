// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rbac;

import java.util.List;
import java.util.Optional;

/**
 * A role, or a binding to one (rbac.authorization.k8s.io).
 *
 * @param title kind and name, as users know it
 * @param namespace where it applies; empty for the whole cluster
 * @param rules of a role
 * @param boundClusterRole of a binding to a cluster role
 */
public record RbacGrant(
    String title, Optional<String> namespace, List<Rule> rules, Optional<String> boundClusterRole) {
  public RbacGrant {
    rules = List.copyOf(rules);
  }

  /** One rule of a role. */
  public record Rule(List<String> groups, List<String> resources) {
    public Rule {
      groups = List.copyOf(groups);
      resources = List.copyOf(resources);
    }

    /** Whether it covers a subresource of the core group, {@code nodes/proxy}. */
    boolean covers(String resource) {
      String subresource = resource.substring(resource.indexOf('/') + 1);
      return (groups.contains("") || groups.contains("*"))
          && (resources.contains("*")
              || resources.contains(resource)
              || resources.contains("*/" + subresource));
    }
  }
}
