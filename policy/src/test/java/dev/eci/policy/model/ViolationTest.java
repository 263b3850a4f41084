// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The line that users read. */
class ViolationTest {
  @Test
  void namesRulePolicyAndField() {
    assertThat(new Violation(RuleId.RES_1, "default", "spec.hostPID", "is denied").format())
        .isEqualTo("RES-1 (EciPolicy \"default\") spec.hostPID: is denied");
  }

  @Test
  void namesNoPolicyWhenRuntimeRequiresRule() {
    assertThat(new Violation(RuleId.ISO_1, "", "linux.uidMappings", "is denied").format())
        .isEqualTo("ISO-1 linux.uidMappings: is denied");
  }
}
