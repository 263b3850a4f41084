// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.desired.lock;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.desired.InstallationContext;
import dev.eci.operator.desired.admissionpolicy.CelBuilder;
import dev.eci.operator.desired.lock.LockPolicies.Lock;
import dev.eci.policy.message.LockMessages;
import java.util.List;

/**
 * Everything in the product's namespace, whatever its kind: workloads, service accounts and their
 * tokens, secrets, roles, the webhook's endpoints, and operations on pods (delete, exec, ephemeral
 * containers). Draining a node stays possible: evictions are allowed, except of the agent's pods,
 * which no drain evicts.
 */
final class LockedNamespace {
  private LockedNamespace() {}

  static Lock lock(String policy, InstallationContext installationContext) {
    return new Lock(
        WellKnownNames.LOCKED_NAMESPACE,
        List.of(
            LockPolicies.rule(
                "*", List.of("CREATE", "UPDATE", "DELETE", "CONNECT"), "Namespaced", "*/*")),
        true,
        "request.resource.resource == 'events' || (request.resource.resource == 'pods' && has(request.subResource) && request.subResource == 'eviction'"
            + " && !request.name.startsWith('%s-'))".formatted(WellKnownNames.AGENT),
        CelBuilder.text(LockMessages.objectBefore())
            + " + request.resource.resource + ' \"' + (has(request.name) ? request.name : '') + "
            + CelBuilder.text(LockMessages.objectAfter(policy, installationContext.adminGroups())));
  }
}
