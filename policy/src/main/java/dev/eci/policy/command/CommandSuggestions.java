// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Explains why a command list entry is invalid, and suggests what to write instead. */
final class CommandSuggestions {
  private static final int SHOWN = 60;

  private CommandSuggestions() {}

  static InvalidCommandException of(String text) {
    return UnsupportedCommand.named(text)
        .map(c ->
            new InvalidCommandException(
                "%s cannot be listed: %s".formatted(quoted(text), c.reason())))
        .orElseGet(() -> new InvalidCommandException(unknown(text)));
  }

  private static String unknown(String text) {
    if (text.contains("*")) {
      return "%s is no wildcard; there are %s"
          .formatted(quoted(text), String.join(", ", CommandWildcard.wildcards()));
    }
    String name = text.strip().toLowerCase(Locale.ROOT).replaceFirst("^docker\\s+", "");
    int space = name.indexOf(' ');
    String first = space < 0 ? name : name.substring(0, space);
    if (space >= 0 && CommandWildcard.written(first + "*").isPresent()) {
      return ("%s is a subcommand; list \"%s*\" for all of them, or the short command where docker"
              + " --help lists one")
          .formatted(quoted(text), first);
    }
    return "%s is no command that docker --help lists%s"
        .formatted(
            quoted(text), nearest(first).map("; did you mean \"%s\"?"::formatted).orElse(""));
  }

  private static Optional<String> nearest(String name) {
    // allow two typing errors at most, and never so many that nothing of a short name is left
    int slips = Math.min(2, name.length() / 2);
    return name.length() > SHOWN
        ? Optional.empty()
        : Stream.concat(DockerCommand.names().stream(), CommandWildcard.wildcards().stream())
            .filter(known -> EditDistance.between(name, known) <= slips)
            .min(
                Comparator.<String>comparingInt(known -> EditDistance.between(name, known))
                    .thenComparing(known -> !known.startsWith(name)));
  }

  private static String quoted(String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
