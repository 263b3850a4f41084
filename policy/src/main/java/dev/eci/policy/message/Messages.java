// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.model.PolicySource;

/** The prefix of every message, and the remedies that messages of several topics end with. */
public final class Messages {
  /** Users and tools recognize ECI's messages by this prefix of Docker Desktop's. */
  public static final String PREFIX = "enhanced container isolation: ";

  static final String UNDONE =
      "try again, and if that does not help check for another mutating webhook that removes it.";

  private Messages() {}

  /** A line about an object that is admitted all the same: it says what Enforce would do. */
  public static String ofWarnMode(String line) {
    return line.replaceFirst(" (?:is|are) denied\\b", " would be denied")
        .replaceFirst(" mount denied for container ", " mount would be denied for container ");
  }

  static String ifYouWish(String remedy) {
    return "if you wish to allow it, " + remedy;
  }

  /** A Docker host has no exemptions. */
  static String unless(String what, PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? ifYouWish(exempt(what, policy))
        : "nothing in %s can allow it.".formatted(policy.describe());
  }

  static String exempt(String what, PolicySource policy) {
    return "exempt %s in spec.exemptions of %s.".formatted(what, policy.describe());
  }
}
