package dev.eci.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;

/** How an attack ends without us and with us. */
public final class AttackOutcome {
  private static final String REASONS =
      "(?si).*(EPERM|EACCES|EROFS|ESTALE|Operation not permitted|Permission denied|Read-only file system|can't open).*";

  private AttackOutcome() {}

  /** It worked: anything else than that would make the second half of a test worthless. */
  public static void assertSucceeded(String attack, Result without) {
    assertThat(without.isSuccess()).as("without us: %s: %s", attack, without.text()).isTrue();
  }

  /** The kernel said no: not a missing program, not a mistake of the test. */
  public static void assertDeniedByKernel(String attack, Result with) {
    assertThat(with.isSuccess()).as("with us: %s: %s", attack, with.text()).isFalse();
    assertThat(with.text()).as("with us: %s", attack).matches(REASONS);
  }
}
