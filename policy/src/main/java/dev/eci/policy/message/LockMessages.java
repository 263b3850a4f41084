// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import java.util.List;

/** Messages of RES-5, in two halves: the API server inserts an object's name between them. */
public final class LockMessages {

  private LockMessages() {}

  public static String policyBefore() {
    return Messages.PREFIX + "EciPolicy \"";
  }

  public static String policyAfter(List<String> adminGroups) {
    return "\" is locked (RES-5); only members of %s may change or delete it."
        .formatted(of(adminGroups));
  }

  public static String objectBefore() {
    return Messages.PREFIX;
  }

  public static String objectAfter(String policy, List<String> adminGroups) {
    return "\" belongs to it and may not be changed, because EciPolicy \"%s\" is locked (RES-5); only members of %s may, or unlock that policy."
        .formatted(policy, of(adminGroups));
  }

  /** A change of an object that locked policies read. */
  public static String looseningAfter(String policy, List<String> adminGroups) {
    return "\" may not be changed or created like this, because pods would leave EciPolicy \"%s\" or another locked policy (RES-5); only members of %s may do it, or unlock that policy."
        .formatted(policy, of(adminGroups));
  }

  private static String of(List<String> adminGroups) {
    return adminGroups.isEmpty()
        ? "an admin group, of which none is configured (chart value lock.adminGroups),"
        : String.join(", ", adminGroups);
  }
}
