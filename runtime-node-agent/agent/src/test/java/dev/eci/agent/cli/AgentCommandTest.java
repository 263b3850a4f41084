// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"run", "proxy", "status", "uninstall"})
  void everyCommandHasHelp(String command) {
    assertThat(AgentCommand.execute(command, "--help")).isZero();
  }

  @Test
  void requiresPolicyOrCommand() {
    assertThat(AgentCommand.execute()).isEqualTo(2);
  }

  @Test
  void checksPolicyFileWithoutStarting(@TempDir Path directory) throws IOException {
    Path policy = directory.resolve("policy.yaml");
    assertThat(AgentCommand.execute("--check", "--policy", policy.toString())).isOne();
    Files.writeString(policy, "kind: Nonsense");
    assertThat(AgentCommand.execute("--check", "--policy", policy.toString())).isOne();
  }
}
