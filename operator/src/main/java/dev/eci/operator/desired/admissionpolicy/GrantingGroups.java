// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.admissionpolicy;

/** The groups of policies whose allowances count for the pod, in expressions. */
final class GrantingGroups {
  private GrantingGroups() {}

  /**
   * Whether such a group is in the map. CEL compares with all of a list at the cost of five lookups
   * in a map, so few groups are looked up in the list, and many in the map.
   */
  static String isAnyIn(String groups) {
    return "[%s].exists(g, size(g) < 5 ? g.exists(i, i in variables.granting) : variables.granting.exists(i, i in g))"
        .formatted(groups);
  }
}
