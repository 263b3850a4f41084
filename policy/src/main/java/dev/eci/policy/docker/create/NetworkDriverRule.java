// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.RuleId;
import java.util.Set;

/**
 * RES-1: a network that a container creates is the engine's own. With macvlan, ipvlan or an
 * existing bridge it would be in a network of the node, with its other hosts.
 */
final class NetworkDriverRule {
  private static final Set<String> OWN = Set.of("", "default", "bridge", "overlay");

  /** Options that name an interface of the node. */
  private static final Set<String> INTERFACES = Set.of("parent", "com.docker.network.bridge.name");

  private NetworkDriverRule() {}

  static void check(JsonFields network, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    String driver = network.text("Driver");
    if (!OWN.contains(driver)) {
      requestedAccess.addViolation(
          RuleId.RES_1, "Driver", p -> NamespaceMessages.networkDriverDenied(driver));
    }
    for (String option : network.map("Options").keySet()) {
      if (INTERFACES.contains(option)) {
        requestedAccess.addViolation(
            RuleId.RES_1, "Options", p -> NamespaceMessages.networkOptionDenied(option));
      }
    }
  }
}
