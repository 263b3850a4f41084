package dev.eci.policy.message;

import dev.eci.policy.model.PolicySource;

/** What sentences of several topics have in common. */
final class Messages {
  static final String PREFIX = "enhanced container isolation: ";

  static final String UNDONE =
      "try again, and if that does not help look for another mutating webhook that takes it away.";

  private Messages() {}

  static String ifYouWish(String remedy) {
    return "if you wish to allow it, " + remedy;
  }

  /** A Docker host knows no exemptions. */
  static String unless(String what, PolicySource policy) {
    return policy instanceof PolicySource.Cluster
        ? ifYouWish(exempt(what, policy))
        : "nothing in %s can allow it.".formatted(policy.describe());
  }

  static String exempt(String what, PolicySource policy) {
    return "exempt %s in spec.exemptions of %s.".formatted(what, policy.describe());
  }
}
