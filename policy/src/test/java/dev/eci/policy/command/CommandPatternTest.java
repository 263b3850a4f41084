// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eci.policy.command.CommandPattern.Command;
import dev.eci.policy.command.CommandPattern.Wildcard;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOCK-4, SOCK-6: the names that a command list accepts, and the messages for all others. */
class CommandPatternTest {
  /** As {@code docker --help} of CLI 28.2 prints them, without those that SOCK-6 excludes. */
  @ParameterizedTest
  @ValueSource(
      strings =
          """
          run exec ps build pull push images login logout search version info
          checkpoint context
          config node secret service stack swarm
          attach commit cp create diff events export history import inspect kill load logs pause port
          rename restart rm rmi save start stats stop tag top unpause update wait
          bake buildx
          """)
  void acceptsCommandsOfDockerHelp(String names) {
    assertThat(Stream.of(names.split("\\s+")))
        .allSatisfy(name ->
            assertThat(CommandPattern.parse(name)).isInstanceOf(Command.class).hasToString(name));
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWildcards(CommandWildcard group) {
    assertThat(CommandPattern.parse(group.wildcard()))
        .isEqualTo(new Wildcard(group))
        .hasToString(group.wildcard());
  }

  @Test
  void hasSixWildcardsOfTheManual() {
    assertThat(CommandWildcard.wildcards())
        .containsExactly("container*", "image*", "volume*", "network*", "build*", "system*");
  }

  @ParameterizedTest
  @CsvSource({
    "container, container*",
    "image, image*",
    "volume, volume*",
    "network, network*",
    "builder, build*",
    "system, system*",
  })
  void parsesManagementCommandAsWildcard(String name, String wildcard) {
    assertThat(CommandPattern.parse(name)).isEqualTo(CommandPattern.parse(wildcard));
  }

  @ParameterizedTest
  @EnumSource
  void parsesEveryCommandName(DockerCommand command) {
    var pattern = CommandPattern.parse(command.commandName());

    assertThat(CommandPattern.parse(pattern.toString())).isEqualTo(pattern);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compose|list \"container*\", \"image*\", \"network*\" or \"volume*\"",
        "dev|Docker Desktop",
        "extension|Docker Desktop",
        "feedback|never reaches the engine",
        "init|never reaches the engine",
        "manifest|talks to registries from the client",
        "plugin|outside of any isolation",
        "sbom|list \"save\"",
        "scout|list \"save\"",
        "trust|list \"push\"",
      })
  void reportsWhyCommandIsUnsupported(String name, String reason) {
    refused(name)
        .withMessageStartingWith("\"" + name + "\" cannot be listed: ")
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "pus, push",
    "psuh, push",
    "pull2, pull",
    "PS, ps",
    "' ps', ps",
    "docker push, push",
    "docker  run, run",
    "run -it, run",
    "image ls*, ",
    "volumes, volume",
    "networks, network",
    "buidl, build",
  })
  void suggestsNearestName(String written, String nearest) {
    if (nearest == null) {
      refused(written).withMessageContaining("is no wildcard");
    } else {
      refused(written).withMessageContaining("did you mean \"" + nearest + "\"?");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "x", "kubectl", "/containers/json", "ps\nrun-everything"})
  void suggestsNothingForDistantNames(String written) {
    refused(written)
        .withMessageContaining("is no command that docker --help lists")
        .withMessageNotContainingAny("did you mean", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "ps*", "con*", "container**", "*container", "push*", "builder*"})
  void listsWildcardsForUnknownOne(String written) {
    refused(written)
        .withMessageEndingWith("container*, image*, volume*, network*, build*, system*");
  }

  @ParameterizedTest
  @CsvSource({"container ls, container*", "docker image push, image*", "network rm, network*"})
  void reportsWildcardToUseForSubcommands(String written, String wildcard) {
    refused(written).withMessageContaining("list \"" + wildcard + "\" for all of them");
  }

  @Test
  void truncatesLongNames() {
    var error = refused("p".repeat(100_000)).actual();

    assertThat(error.getMessage()).hasSizeLessThan(200);
  }

  private static ThrowableAssertAlternative<InvalidCommandException> refused(String text) {
    return assertThatExceptionOfType(InvalidCommandException.class)
        .isThrownBy(() -> CommandPattern.parse(text));
  }
}
