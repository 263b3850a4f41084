package dev.eci.agent.check;

/** Some hardening guides switch user namespaces off for the whole node. */
final class UserNamespacesCheck implements HostCheck {
  @Override
  public Finding check(HostFacts facts) {
    return facts.maxUserNamespaces() > 0
        ? Finding.PASS
        : new Finding.Refusal(
            "UserNamespacesOff",
            "user.max_user_namespaces is 0, so no container can get a user namespace; set it to 15000 or more with sysctl.");
  }
}
