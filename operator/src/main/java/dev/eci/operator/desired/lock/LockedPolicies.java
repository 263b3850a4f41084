package dev.eci.operator.desired.lock;

import dev.eci.operator.Names;
import dev.eci.operator.desired.Place;
import dev.eci.operator.desired.floor.Cel;
import dev.eci.operator.desired.lock.Locks.Lock;
import dev.eci.policy.LockText;
import java.util.List;

/**
 * A locked policy is changed and deleted by admins only, switched off or not; and only they say
 * that it is locked no more.
 */
final class LockedPolicies {
  private LockedPolicies() {}

  static Lock lock(Place place) {
    return new Lock(
        Names.LOCKED_POLICIES,
        List.of(
            Locks.rule(
                "eci.dev",
                List.of("UPDATE", "DELETE"),
                "Cluster",
                "ecipolicies",
                "ecipolicies/status")),
        false,
        "!(has(oldObject.spec) && has(oldObject.spec.locked) && oldObject.spec.locked)",
        Cel.text(LockText.policyBefore())
            + " + oldObject.metadata.name + "
            + Cel.text(LockText.policyAfter(place.adminGroups())));
  }
}
