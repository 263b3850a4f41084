package dev.eci.operator.desired.lock;

import dev.eci.operator.Names;
import dev.eci.operator.desired.Place;
import dev.eci.operator.desired.floor.Cel;
import dev.eci.operator.desired.lock.Locks.Lock;
import dev.eci.policy.LockText;
import java.util.List;

/**
 * All that is in our namespace, whatever its kind: workloads, service accounts and their tokens,
 * secrets, roles, the webhook's endpoints, and what may be done to pods (delete, exec, ephemeral
 * containers). Draining a node stays possible: evictions pass, but for the agent's pods, which no
 * drain evicts.
 */
final class LockedNamespace {
  private LockedNamespace() {}

  static Lock lock(String policy, Place place) {
    return new Lock(
        Names.LOCKED_NAMESPACE,
        List.of(
            Locks.rule("*", List.of("CREATE", "UPDATE", "DELETE", "CONNECT"), "Namespaced", "*/*")),
        true,
        "request.resource.resource == 'events' || (request.resource.resource == 'pods' && has(request.subResource) && request.subResource == 'eviction'"
            + " && !request.name.startsWith('%s-'))".formatted(Names.AGENT),
        Cel.text(LockText.objectBefore())
            + " + request.resource.resource + ' \"' + (has(request.name) ? request.name : '') + "
            + Cel.text(LockText.objectAfter(policy, place.adminGroups())));
  }
}
