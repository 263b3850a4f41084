package dev.eci.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;

/** How an attack ends without us and with us. */
public final class Refused {
  private static final String REASONS =
      "(?si).*(EPERM|EACCES|EROFS|ESTALE|Operation not permitted|Permission denied|Read-only file system|can't open).*";

  private Refused() {}

  /** It worked: anything else than that would make the second half of a test worthless. */
  public static void worked(String attack, Result without) {
    assertThat(without.ok()).as("without us: %s: %s", attack, without.text()).isTrue();
  }

  /** The kernel said no: not a missing program, not a mistake of the test. */
  public static void byTheKernel(String attack, Result with) {
    assertThat(with.ok()).as("with us: %s: %s", attack, with.text()).isFalse();
    assertThat(with.text()).as("with us: %s", attack).matches(REASONS);
  }
}
