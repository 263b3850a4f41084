// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.PolicySource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way out depends on where the policy is written. */
class IdMappingMessagesTest {
  private static String below(PolicySource source) {
    return IdMappingMessages.mountBelowNotMappable(
        "/h", "/srv/home/nas", "overlay", Optional.of(source));
  }

  @Test
  void namesMountAndWayOut() {
    assertThat(below(new PolicySource.File("default")))
        .isEqualTo(
            "enhanced container isolation: volume \"/h\" does not support ID-mapped mounts, because \"/srv/home/nas\", a mount below its source, is of type \"overlay\"; leave the mounts below out (docker run --mount type=bind,bind-recursive=disabled,…); if you wish to have that one with all files owned by the overflow UID 65534, set spec.runtime.userNamespaces: Preferred in EciPolicy \"default\".");
    assertThat(below(new PolicySource.AdminSettings()))
        .contains("bind-recursive=disabled", "in place of admin-settings.json")
        .doesNotContain("Preferred in an EciPolicy");
    assertThat(below(new PolicySource.Cluster("default")))
        .contains("mount only the directories that are needed", "EciPolicy \"default\"")
        .doesNotContain("docker run");
  }
}
