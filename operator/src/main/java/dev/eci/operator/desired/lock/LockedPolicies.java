// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.operator.desired.lock.LockPolicies.Lock;
import dev.eci.policy.message.LockMessages;
import java.util.List;

/** Only admins may change, unlock or delete a locked policy, whether it is enabled or not. */
final class LockedPolicies {
  private LockedPolicies() {}

  static Lock lock(InstallationContext installationContext) {
    return new Lock(
        WellKnownNames.LOCKED_POLICIES,
        List.of(
            LockPolicies.rule(
                "eci.dev",
                List.of("UPDATE", "DELETE"),
                "Cluster",
                "ecipolicies",
                "ecipolicies/status")),
        false,
        "!(has(oldObject.spec) && has(oldObject.spec.locked) && oldObject.spec.locked)",
        CelBuilder.text(LockMessages.policyBefore())
            + " + oldObject.metadata.name + "
            + CelBuilder.text(LockMessages.policyAfter(installationContext.adminGroups())));
  }
}
