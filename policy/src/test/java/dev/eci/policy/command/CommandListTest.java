// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SOCK-4: {@code commandList}. */
class CommandListTest {
  @ParameterizedTest
  @EnumSource
  void keepsEveryEntry(CommandList.Type type) {
    var list = CommandList.parse(type, List.of("build", "push", "container*"));

    assertThat(list.type()).isEqualTo(type);
    assertThat(list.patterns())
        .extracting(Object::toString)
        .containsExactly("build", "push", "container*");
  }

  @Test
  void namesInvalidEntry() {
    assertThatExceptionOfType(InvalidCommandException.class)
        .isThrownBy(() ->
            CommandList.parse(CommandList.Type.DENY, List.of("build", "push", "ps", "compse")))
        .withMessageStartingWith("commands[3]: \"compse\" is no command");
    assertThatExceptionOfType(InvalidCommandException.class)
        .isThrownBy(() -> CommandList.parse(CommandList.Type.ALLOW, List.of("compose")))
        .withMessageStartingWith("commands[0]: \"compose\" cannot be listed: ");
  }

  @Test
  void deniesNothingWithoutList() {
    assertThat(CommandList.denyNothing())
        .isEqualTo(CommandList.parse(CommandList.Type.DENY, List.of()));
  }
}
