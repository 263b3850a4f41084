package dev.eci.policy.command;

import java.util.Optional;

/** An entry of a command list (SOCK-4). */
public sealed interface CommandPattern {
  /** One command; {@code node}, {@code swarm} and their like with all their subcommands. */
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
   * Reads a name as {@code docker --help} lists it, or one of the wildcards. The management
   * commands that have a wildcard mean the same as it: {@code container} is {@code container*},
   * {@code builder} is {@code build*}.
   *
   * @throws InvalidCommandException with the reason, and what to write instead where that is known
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
