// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.IdMapping;
import java.util.List;

/**
 * ISO-1, ISO-2: a user namespace that is not the node's, and that maps to no privileged ID of the
 * node.
 */
final class UserNamespaceRule implements ContainerRule {
  /**
   * Lower IDs belong to the node's own users and services on every distribution (login.defs,
   * systemd's UID ranges).
   */
  static final long FIRST_UNPRIVILEGED_ID = 65536;

  static final String FIELD = "linux.uidMappings";

  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    if (hasPrivateUserNamespace(container)) {
      return List.of();
    }
    String policy = policies.policyName();
    return List.of(
        new Violation(
            RuleId.ISO_1,
            policy,
            FIELD,
            NamespaceMessages.ownUserNamespaceRequired(policies.source())));
  }

  static boolean hasPrivateUserNamespace(ContainerFacts container) {
    return container.ownNamespaces().contains("user")
        && isMapped(container.userMappings())
        && isMapped(container.groupMappings());
  }

  private static boolean isMapped(List<IdMapping> mappings) {
    return !mappings.isEmpty()
        && mappings.stream().allMatch(m -> m.hostId() >= FIRST_UNPRIVILEGED_ID && m.size() > 0);
  }
}
