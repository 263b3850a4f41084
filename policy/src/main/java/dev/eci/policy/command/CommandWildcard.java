// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The wildcards of a command list (SOCK-4): {@code container*} stands for every {@code docker
 * container …} command, also under its short name, since {@code docker run} and {@code docker
 * container run} send the same requests.
 */
public enum CommandWildcard {
  CONTAINER(DockerCommand.CONTAINER),
  IMAGE(DockerCommand.IMAGE),
  VOLUME(DockerCommand.VOLUME),
  NETWORK(DockerCommand.NETWORK),
  BUILD(DockerCommand.BUILDER),
  SYSTEM(DockerCommand.SYSTEM);

  private final DockerCommand management;

  CommandWildcard(DockerCommand management) {
    this.management = management;
  }

  /**
   * Whether {@code command} is a short name of one of the group's subcommands. {@code inspect} is
   * none: it is a subcommand of several groups, each of which covers its own objects.
   */
  public boolean includes(DockerCommand command) {
    return switch (command) {
      case ATTACH, COMMIT, CP, CREATE, DIFF, EXEC, EXPORT, KILL, LOGS, PAUSE, PORT, PS, RENAME ->
          this == CONTAINER;
      case RESTART, RM, RUN, START, STATS, STOP, TOP, UNPAUSE, UPDATE, WAIT -> this == CONTAINER;
      case HISTORY, IMAGES, IMPORT, LOAD, PULL, PUSH, RMI, SAVE, TAG -> this == IMAGE;
      case BUILD -> this == IMAGE || this == CommandWildcard.BUILD;
      case BAKE, BUILDER, BUILDX -> this == CommandWildcard.BUILD;
      case EVENTS, INFO -> this == SYSTEM;
      default -> false;
    };
  }

  /** The wildcard as users write it: {@code container*}. */
  public String wildcard() {
    return name().toLowerCase(Locale.ROOT) + "*";
  }

  static Optional<CommandWildcard> written(String wildcard) {
    return Arrays.stream(values()).filter(g -> g.wildcard().equals(wildcard)).findFirst();
  }

  /** The group whose commands are all subcommands of {@code command}. */
  static Optional<CommandWildcard> managedBy(DockerCommand command) {
    return Arrays.stream(values()).filter(g -> g.management == command).findFirst();
  }

  static List<String> wildcards() {
    return Arrays.stream(values()).map(CommandWildcard::wildcard).toList();
  }
}
