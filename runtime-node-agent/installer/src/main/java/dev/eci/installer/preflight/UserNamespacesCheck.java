// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.preflight;

import dev.eci.crds.v1alpha1.NodeConditionReasons;

/** Some hardening guides disable user namespaces on the whole node. */
final class UserNamespacesCheck implements HostCheck {
  @Override
  public CheckResult check(HostFacts facts) {
    return facts.maxUserNamespaces() > 0
        ? CheckResult.PASS
        : new CheckResult.Failure(
            NodeConditionReasons.USER_NAMESPACES_DISABLED,
            "user.max_user_namespaces is 0, so no container can get a user namespace; set it to 15000 or more with sysctl.");
  }
}
