// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.Optional;

/** An entry of a command list (SOCK-4). */
public sealed interface CommandPattern {
  /** One command; {@code node}, {@code swarm} and similar ones with all their subcommands. */
  record Command(DockerCommand command) implements CommandPattern {
    @Override
    public String toString() {
      return command.commandName();
    }
  }

  /** A group, {@code container*}. */
  record Wildcard(CommandWildcard group) implements CommandPattern {
    @Override
    public String toString() {
      return group.wildcard();
    }
  }

  /**
   * Parses a name that {@code docker --help} lists, or one of the wildcards. A management command
   * that has a wildcard means the same as the wildcard: {@code container} is {@code container*},
   * {@code builder} is {@code build*}.
   *
   * @throws InvalidCommandException with the reason, and with a replacement where one is known
   */
  static CommandPattern parse(String text) {
    Optional<DockerCommand> command = DockerCommand.named(text);
    return CommandWildcard.written(text)
        .or(() -> command.flatMap(CommandWildcard::managedBy))
        .<CommandPattern>map(Wildcard::new)
        .or(() -> command.map(Command::new))
        .orElseThrow(() -> CommandSuggestions.of(text));
  }
}
