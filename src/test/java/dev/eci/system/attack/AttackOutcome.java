// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;

/** How an attack ends without ECI and with ECI. */
public final class AttackOutcome {
  private static final String REASONS =
      "(?si).*(EPERM|EACCES|EROFS|ESTALE|Operation not permitted|Permission denied|Read-only file system|can't open).*";

  private AttackOutcome() {}

  /** It worked: anything else than that would make the second half of a test worthless. */
  public static void assertSucceeded(String attack, Result without) {
    assertThat(without.isSuccess()).as("without ECI: %s: %s", attack, without.text()).isTrue();
  }

  /** The kernel denied it: not a missing program, not a mistake of the test. */
  public static void assertDeniedByKernel(String attack, Result with) {
    assertThat(with.isSuccess()).as("with ECI: %s: %s", attack, with.text()).isFalse();
    assertThat(with.text()).as("with ECI: %s", attack).matches(REASONS);
  }
}
