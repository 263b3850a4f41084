// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private final NodeCommands commands = ProcessCommands.direct();

  @Test
  void reportsExitStatusAndOutput() throws IOException {
    CommandResult result = commands.run(LONG, "sh", "-c", "echo out; echo err >&2; exit 3");
    assertThat(result).isEqualTo(new CommandResult(3, "out\n", "err\n"));
    assertThat(result.reason()).isEqualTo("status 3: err");
  }

  @Test
  void readsMoreThanAPipeHolds() throws IOException {
    assertThat(commands.run(LONG, "head", "-c", "300000", "/dev/zero").out()).hasSize(300000);
  }

  @Test
  void passesOnlySearchPathAsEnvironment() throws IOException {
    assertThat(commands.run(LONG, "env").out())
        .isEqualTo("PATH=" + ProcessCommands.SEARCH_PATH + "\n");
  }

  @Test
  void killsCommandAfterTimeout() {
    assertThatThrownBy(() -> commands.run(Duration.ofMillis(100), "sleep", "60"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sleep 60 did not end");
  }
}
