// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Docker's commands by the names that {@code docker --help} lists, of the CLI 28 and 29 with
 * buildx. Those of SOCK-6 that cannot be listed are {@link UnsupportedCommand}s.
 *
 * <p>{@code context} and {@code logout} are included because users may list them; they send no
 * request to an engine.
 */
public enum DockerCommand {
  // "Common Commands" of docker --help
  RUN,
  EXEC,
  PS,
  BUILD,
  BAKE,
  PULL,
  PUSH,
  IMAGES,
  LOGIN,
  LOGOUT,
  SEARCH,
  VERSION,
  INFO,
  // "Management Commands"; each stands for all of its subcommands
  BUILDER,
  BUILDX,
  CHECKPOINT,
  CONTAINER,
  CONTEXT,
  IMAGE,
  NETWORK,
  SYSTEM,
  VOLUME,
  // "Swarm Commands"
  CONFIG,
  NODE,
  SECRET,
  SERVICE,
  STACK,
  SWARM,
  // "Commands"
  ATTACH,
  COMMIT,
  CP,
  CREATE,
  DIFF,
  EVENTS,
  EXPORT,
  HISTORY,
  IMPORT,
  INSPECT,
  KILL,
  LOAD,
  LOGS,
  PAUSE,
  PORT,
  RENAME,
  RESTART,
  RM,
  RMI,
  SAVE,
  START,
  STATS,
  STOP,
  TAG,
  TOP,
  UNPAUSE,
  UPDATE,
  WAIT;

  /** The name as users type it: {@code ps}. */
  public String commandName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DockerCommand> named(String name) {
    return Arrays.stream(values()).filter(c -> c.commandName().equals(name)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(DockerCommand::commandName).toList();
  }
}
