// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The commands that a container may not send through a mounted socket, or the only ones that it may
 * send (SOCK-4).
 *
 * <p>Errors: {@link InvalidCommandException}. An invalid entry is never skipped: Docker Desktop
 * once ignored a whole list without a message (CVE-2025-10657).
 */
public record CommandList(Type type, List<CommandPattern> patterns) {
  /** {@code commandList.type}. */
  public enum Type {
    /** Listed commands are blocked; the default. */
    DENY,
    /** Commands that are not listed are blocked. */
    ALLOW
  }

  public CommandList {
    patterns = List.copyOf(patterns);
  }

  /** The list of a policy that has none: it blocks nothing. */
  public static CommandList denyNothing() {
    return new CommandList(Type.DENY, List.of());
  }

  /** An empty deny list blocks nothing; an empty allow list blocks everything. */
  public boolean hasRestrictions() {
    return type == Type.ALLOW || !patterns.isEmpty();
  }

  /** Reads the entries as written; errors start with the entry, {@code commands[3]: …}. */
  public static CommandList parse(Type type, List<String> commands) {
    return new CommandList(
        type,
        IntStream.range(0, commands.size()).mapToObj(i -> parse(i, commands.get(i))).toList());
  }

  private static CommandPattern parse(int index, String command) {
    try {
      return CommandPattern.parse(command);
    } catch (InvalidCommandException e) {
      throw new InvalidCommandException("commands[" + index + "]: " + e.getMessage());
    }
  }
}
