// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.route;

import dev.eci.policy.command.CommandWildcard;
import dev.eci.policy.command.DockerCommand;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Parses a line of {@link OperationTable}; an error in one appears when the class is loaded. */
final class OperationTableParser {
  private static final String NONE = "-";
  private static final Set<String> NO_COMMANDS = Set.of("always", "never");

  private OperationTableParser() {}

  static Operation read(String line) {
    String[] columns = line.strip().split(" +", -1);
    if (columns.length != 9) {
      throw new IllegalStateException("not nine columns: " + line);
    }
    Set<String> own = new HashSet<>(words(columns[7]));
    Set<String> needing = new HashSet<>(words(columns[8]));
    boolean always = own.contains("always") || needing.contains("always");
    boolean never = own.contains("never");
    own.removeAll(NO_COMMANDS);
    needing.removeAll(NO_COMMANDS);
    return new Operation(
        columns[0],
        PathTemplate.parse(columns[1]),
        Integer.parseInt(columns[2]),
        StreamKind.valueOf(columns[3].toUpperCase(Locale.ROOT)),
        BodyHandling.valueOf(columns[4].toUpperCase(Locale.ROOT)),
        ruleSet(columns[5]),
        groups(words(columns[6])),
        commands(own),
        commands(needing),
        always
            ? Operation.Listing.ALWAYS
            : never ? Operation.Listing.NEVER : Operation.Listing.BY_COMMAND);
  }

  private static List<String> words(String column) {
    return column.equals(NONE) ? List.of() : List.of(column.split(",", -1));
  }

  private static RuleSet ruleSet(String word) {
    return Stream.of(RuleSet.values()).filter(j -> j.word().equals(word)).findFirst().orElseThrow();
  }

  private static Set<CommandWildcard> groups(List<String> words) {
    Set<CommandWildcard> groups = EnumSet.noneOf(CommandWildcard.class);
    words.forEach(word -> groups.add(CommandWildcard.valueOf(word.toUpperCase(Locale.ROOT))));
    return groups;
  }

  private static Set<DockerCommand> commands(Set<String> words) {
    Set<DockerCommand> commands = EnumSet.noneOf(DockerCommand.class);
    words.forEach(word ->
        commands.add(
            Arrays.stream(DockerCommand.values())
                .filter(c -> c.commandName().equals(word))
                .findFirst()
                .orElseThrow()));
    return commands;
  }
}
